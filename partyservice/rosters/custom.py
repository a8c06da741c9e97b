"""Custom: the roll that a layout describes."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy.orm import Session

from partyservice.kernel.errors import Doubt, Invalid, Refused
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Ref
from partyservice.printing.printed import hidden, printed
from partyservice.printing.roll import Roll
from partyservice.printing.sheet import A3_ACROSS, A4_ACROSS
from partyservice.rosters.catalogue import CATALOGUES, Catalogue
from partyservice.rosters.layout import ROOM_A3, ROOM_A4, About, Layout, layout_of
from partyservice.rosters.model import CustomRoster
from partyservice.storage.listing import Listing
from partyservice.storage.record import field_of, owner
from partyservice.storage.shown import Derived, Of, Shown, sql_of

CODE, PREFIX = "自定", "custom"
MOST = 1.5  # times as wide as chosen, to fill the paper
KEPT_MASKED = "person.id_number"
_KEYS, _DIGITS, _SAID = 1 << 63, 20, 20  # keys end here; digits they have; letters that are said
_SHORT = 6  # letters: so narrow a column looks better centred


def roll_of(name: str, title: str, about: About, layout: Layout) -> Roll:
    """Return the roll; columns that the program no longer knows are left out."""
    known = CATALOGUES[about]
    chosen = [column for column in layout.columns if column.key in known.shown]
    wide = sum(column.width for column in chosen)
    room = ROOM_A4 if wide <= ROOM_A4 else ROOM_A3
    stretch = min(MOST, room / max(1, wide))
    return Roll(
        code=CODE,
        name=name,
        title=title,
        listing=_listing(known, layout),
        branch=known.branch,
        section=known.shown.get(layout.group),
        breaks=layout.breaks,
        when="month" if layout.monthly else "today",
        where=_where(known, layout),
        size=A4_ACROSS if room == ROOM_A4 else A3_ACROSS,
        columns=tuple(
            printed(
                column.label,
                int(column.width * stretch * 10) / 10,
                known.shown[column.key],
                align="centre" if known.fields[column.key].width <= _SHORT else "left",
                to=hidden if column.key == KEPT_MASKED else None,
            )
            for column in chosen
        ),
    )


def _listing(known: Catalogue, layout: Layout) -> Listing:
    first = known.sorting(layout.order)
    order = known.listing.order
    if first is not None:
        order = (_downwards(first, known.fields[layout.order]) if layout.down else first, *order)
    return dataclasses.replace(known.listing, order=order, filters=known.filters)


def _downwards(shown: Shown, field: Field) -> Derived:
    links: tuple[Any, ...] = ()
    if isinstance(shown, Derived):
        links = shown.links
    elif isinstance(shown, Of):
        links = ((shown.link, owner(shown.of)),)
    return Derived(field, sql_of(shown).desc(), links)


def _where(known: Catalogue, layout: Layout) -> dict[str, Any]:
    fields = {field_of(attribute).key: field_of(attribute) for attribute in known.filters}
    return {key: _value(fields[key], text) for key, text in layout.filters.items() if key in fields}


def _value(field: Field, words: str) -> Any:
    """Return what is asked for; of a link the key stands before the name."""
    try:
        if isinstance(field.kind, Ref):
            key = int(words.split(maxsplit=1)[0])
            return key if 0 <= key < _KEYS else 0  # no record has 0
        return field.kind.parse(words)
    except (Invalid, Doubt, ValueError, IndexError) as error:
        said = f"名册的条件“{field.label}：{words[:_SAID]}”现在不能用了。"
        raise Refused(f"{said}没有排版，数据没有改动。请先改这份名册的条件。") from error


def stored(session: Session, name: str) -> Roll | None:
    """Return the roll of the custom roster called `name`, as `name_of` calls it."""
    start, _, key = name.partition("-")
    if start != PREFIX or not key.isdecimal() or not 0 <= int(key[:_DIGITS]) < _KEYS:
        return None
    record = session.get(CustomRoster, int(key[:_DIGITS]))
    if record is None or record.void_reason is not None:
        return None
    try:
        layout = layout_of(record.layout)
    except Invalid as error:
        words = f"自定名册“{record.name}”的版式读不出来，没有排版。"
        raise Refused(f"{words}数据没有改动。请作废它，再做一份。") from error
    return roll_of(name, record.name, record.about, layout)


def name_of(key: int) -> str:
    """Return what the roll of a custom roster is called among the rolls."""
    return f"{PREFIX}-{key}"
