"""What a value may be: how it is typed, read from a cell, shown and found again."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from typing_extensions import override

from partyservice.kernel import private, regions
from partyservice.kernel.codes import code_table
from partyservice.kernel.errors import Invalid
from partyservice.kernel.initials import letters_of, meant_by


class Kind:
    """Plain text; the other kinds say what is different."""

    right: ClassVar[bool] = False  # whether a cell is set flush right
    latin: ClassVar[bool] = False  # whether it is typed without an input method
    shortly: ClassVar[str] = ""  # how it may be typed at the desk, in a few words

    def parse(self, text: str) -> Any:
        """Return the value of typed `text` (never empty).

        Raise Invalid if there is none, Doubt (holding the value) if it wants a yes.
        """
        return text

    def read(self, cell: object) -> Any:
        """Return the value of a spreadsheet cell; whole numbers come as floats from sheets."""
        return self.parse(cell_text(cell))

    def offers(self, _today: date) -> Sequence[str] | None:
        """Return all words that may be chosen today; None if there is no list of them."""
        return None

    def meant(self, _text: str, _today: date) -> Sequence[str]:
        """Return in full what was typed shortly at the desk; several if it may mean several.

        A box asks this and writes the answer back for the clerk to see. A sheet never does: there
        nobody looks on, so `parse` and `read` know nothing of it.
        """
        return ()

    def show(self, value: Any) -> str:
        """Return `value` as a clerk reads it."""
        return str(value)

    def mask(self, value: Any) -> str:
        """Return what of `value` may be seen by everybody."""
        shown = self.show(value)
        return shown[:3] + "*" * (len(shown) - 7) + shown[-4:] if len(shown) > 7 else "***"

    def keys(self, _value: Any) -> Sequence[str]:
        """Return the keys under which search finds `value`."""
        return ()

    def mended(self, text: str) -> tuple[str, str]:
        """Return `text` with what can only be a slip put right, and the sentence that says so."""
        return text, ""

    def tells(self, _value: Any) -> Mapping[str, str]:
        """Return what `value` says about other columns of its record, as texts to be shown."""
        return {}

    def divide(self, text: str) -> tuple[str, str]:
        """Return what of `text` belongs here, and what to the field that takes the rest."""
        return text, ""

    def same(self, old: Any, new: Any) -> bool:
        """Say whether `new` from a sheet tells nothing that `old` does not."""
        return bool(old == new)


def cell_text(cell: object) -> str:
    """Return a cell as text: full-width letters and digits plain, 3.0 as 3, trimmed."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return plain(cell if isinstance(cell, str) else str(cell))


def plain(text: str) -> str:
    """Return `text` trimmed, full-width letters and digits made plain, nothing unseen in it."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).strip()


# marks of direction and joiners that copying from chats and web pages brings along
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Free text of at most `longest` characters, as it was written."""

    longest: int = 80

    @override
    def mended(self, text: str) -> tuple[str, str]:
        return private.repaired(text), private.told(text)

    @override
    def parse(self, text: str) -> str:
        text = private.repaired(text)
        if len(text) > self.longest:
            raise Invalid(f"最多 {self.longest} 个字，这里有 {len(text)} 个。")
        if not text.isprintable():
            text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return text

    @override
    def read(self, cell: object) -> str:
        return self.parse(cell.strip() if isinstance(cell, str) else cell_text(cell))


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 10**9
    right: ClassVar[bool] = True
    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> int:
        bare = plain(text)
        if not re.fullmatch(r"-?\d{1,12}", bare):
            raise Invalid("应为整数。")
        if not self.least <= int(bare) <= self.most:
            raise Invalid(f"应在 {self.least} 至 {self.most} 之间。")
        return int(bare)


@dataclass(frozen=True, slots=True)
class Money(Kind):
    """An amount in yuan with two decimals."""

    right: ClassVar[bool] = True
    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> Decimal:
        try:
            amount = Decimal(plain(text).replace(",", "").removesuffix("元")).quantize(
                Decimal("0.01")
            )
        except InvalidOperation as error:
            raise Invalid("金额应为数字，如 12.50。") from error
        if not 0 <= amount < Decimal(10) ** 10:
            raise Invalid("金额不能为负，也不能超过一百亿。")
        return amount

    @override
    def show(self, value: Decimal) -> str:
        return f"{value:,.2f}"


@dataclass(frozen=True, slots=True)
class YesNo(Kind):
    """Yes or no, in the words and ticks of sheets."""

    YES: ClassVar = frozenset({"是", "√", "✓", "✔", "1", "有", "对", "y", "yes", "true", "☑"})
    NO: ClassVar = frozenset({"否", "×", "x", "0", "无", "不是", "n", "no", "false", "□", "-", "—"})

    @override
    def parse(self, text: str) -> bool:
        word = plain(text).lower()
        if word in self.YES:
            return True
        if word in self.NO:
            return False
        raise Invalid("只能填“是”或“否”。")

    @override
    def offers(self, today: date) -> Sequence[str]:
        return ["是", "否"]

    @override
    def show(self, value: bool) -> str:
        return "是" if value else "否"


@dataclass(frozen=True, slots=True)
class Code(Kind):
    """A row of the code table `table`; the code is stored, the label shown.

    With `grouped` a code ending in 0 is the group of those that begin alike (domain 2.10.3).
    """

    table: str
    grouped: bool = False
    shortly: ClassVar[str] = "名称、代码或拼音首字母"

    @override
    def parse(self, text: str) -> str:
        code = code_table(self.table).find(text)
        if code is None:
            raise Invalid(f"代码表里没有“{text[:20]}”。")
        return code

    @override
    def offers(self, today: date) -> Sequence[str]:
        return [row.label for row in code_table(self.table).open_on(today)]

    @override
    def meant(self, text: str, today: date) -> Sequence[str]:
        code = code_table(self.table).find(text)
        if code is not None:
            return [self.show(code)]
        rows, letters = code_table(self.table).open_on(today), letters_of(text)
        if letters:
            return meant_by(letters, {row.label: (row.label, *row.words) for row in rows})
        return [row.label for row in rows if text in row.label]

    @override
    def show(self, value: str) -> str:
        return code_table(self.table).label(value)

    @override
    def same(self, old: str | None, new: str | None) -> bool:
        """The group tells nothing new of one of its members."""
        vaguer = self.grouped and old and new and new[-1] == "0" and old[:-1] == new[:-1]
        return old == new or bool(vaguer)


@dataclass(frozen=True, slots=True)
class Region(Kind):
    """A place of GB/T 2260; what follows the county goes to the field that takes the rest."""

    shortly: ClassVar[str] = "省市县的名称、代码或拼音首字母"

    @override
    def parse(self, text: str) -> str:
        code, rest = self._split(text)
        if code is None or rest:
            raise Invalid("没有这个省、市、县，请写成“江苏省苏州市昆山市”。")
        return code

    @override
    def meant(self, text: str, today: date) -> Sequence[str]:
        return [regions.name(code) for code in regions.meant(plain(text))]

    @override
    def show(self, value: str) -> str:
        return regions.name(value)

    @override
    def divide(self, text: str) -> tuple[str, str]:
        code, rest = self._split(text)
        return (regions.name(code), rest) if code else ("", text)

    @staticmethod
    def _split(text: str) -> tuple[str | None, str]:
        bare = plain(text)
        return (bare, "") if bare in code_table("region").labels else regions.split(bare)


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One member of an Enum on which code branches; its value is the word shown."""

    of: type[enum.Enum]

    @override
    def offers(self, today: date) -> Sequence[str]:
        return [str(member.value) for member in self.of]

    @override
    def meant(self, text: str, today: date) -> Sequence[str]:
        words, letters = self.offers(today), letters_of(text)
        if letters:
            return meant_by(letters, {word: (word,) for word in words})
        return [word for word in words if text in word]

    @override
    def parse(self, text: str) -> enum.Enum:
        try:
            return self.of(plain(text))
        except ValueError as error:
            raise Invalid(f"只能是：{'、'.join(m.value for m in self.of)}。") from error

    @override
    def show(self, value: enum.Enum) -> str:
        return str(value.value)


@dataclass(frozen=True, slots=True)
class Ref(Kind):
    """The name of another record: `named` is the column that holds it, as "table.column".

    `or_named` is a second column by which sheets may name it.
    """

    named: str
    or_named: str = ""

    @override
    def read(self, cell: object) -> str:
        return "".join(cell_text(cell).split())
