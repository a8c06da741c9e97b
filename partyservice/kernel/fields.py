"""Field: what a record calls a value; read by table, editor, importer, paper and journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`width` in characters; `key` is table.column."""

    key: str = ""
    label: str
    kind: Kind
    width: int = 12
    hint: str = ""
    also: tuple[str, ...] = ()  # other headings sheets use
    mask: bool = False  # shown masked; whole only by right, each look journalled
    owed: bool = False  # may be empty, but stands in the list 待补
    unless: str = ""  # owed only if this other column is empty too
    once: bool = False  # two records in force may not have the same
    finds: bool = False  # search finds the record by it
    needed: bool = False  # may not be left empty where it is asked
    rest: str = ""  # the column that takes what a cell holds besides
    stored: bool = False  # the table itself forbids it to be empty
    default: Any = None  # what an empty box means

    def parse(self, text: str) -> Any:
        """Return the value of typed `text`; None where an empty box is allowed."""
        return self._take(text.strip(), self.kind.parse)

    def read(self, cell: object) -> Any:
        """Return the value of a spreadsheet cell."""
        return self._take(cell.strip() if isinstance(cell, str) else cell, self.kind.read)

    def show(self, value: Any) -> str:
        """Return `value` as everybody may see it; nothing for None."""
        if value is None:
            return ""
        return self.kind.mask(value) if self.mask else self.kind.show(value)

    def typed(self, value: Any) -> str:
        """Return `value` whole, to be typed over."""
        return "" if value is None else self.kind.show(value)

    def empty(self) -> Invalid:
        """Return what to say where nothing was given."""
        return Invalid(f"{self.label}不能空。", self.key)

    def _take(self, given: Any, by: Callable[[Any], Any]) -> Any:
        if given is None or given == "":
            if self.needed:
                raise self.empty()
            return self.default
        try:
            value = by(given)
        except Invalid as error:
            raise Invalid(f"{self.label}：{error.words}", self.key) from error
        except Doubt as doubt:
            words = f"{self.label}：{doubt.words}"
            raise Doubt(words, self.key, value=doubt.value, repair=doubt.repair) from doubt
        return self._take(None, by) if value == "" else value  # letters that nobody sees
