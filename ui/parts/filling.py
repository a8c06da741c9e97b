"""Filling: what a card or a number says about a person goes into the empty boxes, visibly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.numbers import IdNumber

if TYPE_CHECKING:
    from ui.parts.form import Form


def takes_a_person(form: Form) -> bool:
    """Say whether `form` asks for somebody's number, and so for who they are."""
    return bool(_table(form))


def fill_empty(form: Form, texts: Mapping[str, str], why: str) -> dict[str, str]:
    """Put `texts`, by column, into the empty boxes of the person, and say `why` there.

    Return those, by the key of their field, where something else stands: that is never written
    over without being asked.
    """
    others: dict[str, str] = {}
    for column, text in texts.items():
        key = f"{_table(form)}.{column}"
        if key not in form.boxes:
            continue
        field_box = form.boxes[key]
        standing = field_box.box.read().strip()
        if not standing:
            put(form, key, text, why)
        elif standing not in (text, field_box.field.kind.mask(text)):
            others[key] = text
    return others


def put(form: Form, key: str, text: str, why: str) -> None:
    """Put a text into a box, as if it had been typed, and say there where it comes from."""
    form.put(key, text)
    form.boxes[key].complain(None)
    form.boxes[key].edited.emit()
    form.boxes[key].tell(why)


def put_person(form: Form, found: Sequence[Any]) -> None:
    """Put who was chosen into the boxes; their numbers stay as they are on file."""
    _key, name, sex, born, branch, _tail = found
    known = {"name": name, "sex": sex, "born": born, "branch_id": branch}
    for field in form.fields:
        table, _, column = field.key.partition(".")
        if known.get(column):
            form.put(field.key, str(known[column]))
        elif field.mask and table == "person":
            form.boxes[field.key].tell("以库里的为准，不用填")


def tells(form: Form, key: str) -> bool:
    """Say whether what is typed into a field says something about others."""
    return any(each.key == key and isinstance(each.kind, IdNumber) for each in form.fields)


def propose(form: Form, key: str) -> None:
    """Fill in what the number that was just typed says about sex and day of birth."""
    field_box = form.boxes[key]
    text = field_box.box.read()
    if "*" in text:
        return
    try:
        value = field_box.field.parse(text)
    except (Invalid, Doubt):
        return
    if value:
        fill_empty(form, field_box.field.kind.tells(value), "按身份证号填写")


def _table(form: Form) -> str:
    numbers = (each.key for each in form.fields if isinstance(each.kind, IdNumber))
    return next(numbers, "").partition(".")[0]
