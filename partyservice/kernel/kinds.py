"""What a value may be: how it is typed, read from a cell, shown and found again."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from typing_extensions import override

from partyservice.kernel import idnumber, regions
from partyservice.kernel.codes import code_table
from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.partial import Month, Partial, read_cell, read_text
from partyservice.kernel.readings import readings_of_name


class Kind:
    """Plain text; the other kinds say what is different."""

    right: ClassVar[bool] = False  # whether a cell is set flush right
    latin: ClassVar[bool] = False  # whether it is typed without an input method

    def parse(self, text: str) -> Any:
        """Return the value of typed `text` (never empty).

        Raise Invalid if there is none, Doubt (holding the value) if it wants a yes.
        """
        return text

    def read(self, cell: object) -> Any:
        """Return the value of a spreadsheet cell; whole numbers come as floats from sheets."""
        return self.parse(cell_text(cell))

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
    """Return `text` with full-width letters and digits made plain, and trimmed."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Free text of at most `longest` characters, as it was written."""

    longest: int = 80

    @override
    def parse(self, text: str) -> str:
        if len(text) > self.longest:
            raise Invalid(f"最多 {self.longest} 个字，这里有 {len(text)} 个。")
        if not text.isprintable():
            text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return text

    @override
    def read(self, cell: object) -> str:
        return self.parse(cell.strip() if isinstance(cell, str) else cell_text(cell))


@dataclass(frozen=True, slots=True)
class Title(Text):
    """The name of an organisation; found by any part of it and by its initials."""

    longest: int = 200

    @override
    def parse(self, text: str) -> str:
        return "".join(Text.parse(self, plain(text)).split())

    @override
    def keys(self, value: str) -> Sequence[str]:
        return name_keys(value)


_DOTS = re.compile(r"[•‧・･．∙‧●]")  # domain 2.11.1
_HAN_DOT = re.compile(r"(?<=[^\x00-\x7f])\s*[.·]\s*(?=[^\x00-\x7f])")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class PersonName(Kind):
    """A name: one kind of dot, no spaces between Chinese characters, at most 100 characters.

    Never normalised by NFKC: that would change compatibility ideographs (domain 2.11.1).
    """

    longest: ClassVar[int] = 100

    @override
    def parse(self, text: str) -> str:
        if text.isalpha() and not text.isascii() and len(text) <= self.longest:
            return text
        name = _HAN_DOT.sub("·", _DOTS.sub("·", text.strip()))
        name = _HAN_GAP.sub("", " ".join(name.split()))
        if PRIVATE.search(name):
            raise Doubt("姓名里有旧证件造的字，别的电脑上显示不出，请重新输入这个字。", value=name)
        if not name or any(not (c.isalpha() or c in "· -'") for c in name):
            raise Invalid("姓名只能用文字和间隔号“·”。")
        if len(name) > self.longest:
            raise Invalid(f"姓名最多 {self.longest} 个字。")
        return name

    @override
    def read(self, cell: object) -> str:
        return self.parse(cell if isinstance(cell, str) else str(cell))

    @override
    def keys(self, value: str) -> Sequence[str]:
        return name_keys(value)


def name_keys(name: str) -> list[str]:
    """Return every end of `name`, and its pinyin and initials in every reading."""
    bare = name.replace("·", "").replace(" ", "").lower()
    keys = [bare[start : start + 40] for start in range(min(len(bare), 40))]
    for full, initials in readings_of_name(name):
        keys += (full[:40], initials[:40])
    return keys


@dataclass(frozen=True, slots=True)
class Reading(Kind):
    """How a name is read, in pinyin with a space between syllables: shan tian fang."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> str:
        reading = " ".join(plain(text).lower().replace("ü", "v").split())
        if not re.fullmatch(r"[a-z ]{1,60}", reading):
            raise Invalid("读音用拼音填写，字与字之间空一格，如 shan tian fang。")
        return reading

    @override
    def keys(self, value: str) -> Sequence[str]:
        return value.replace(" ", ""), "".join(syllable[0] for syllable in value.split())


_ID_NUMBER = re.compile("[0-9]{17}[0-9X]")


@dataclass(frozen=True, slots=True)
class IdNumber(Kind):
    """A citizen's number of 18 places. Check digit: GB 11643, ISO 7064 MOD 11-2."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> str:
        number = text
        if not (len(text) == 18 and text.isascii() and text.isalnum()):
            number = re.sub(r"[\s\-'’‘]", "", plain(text))
        number = number.upper()
        if not _ID_NUMBER.fullmatch(number):
            return self._other(number)
        if idnumber.check_digit(number[:17]) != number[17]:
            raise Invalid("公民身份号码校验不符，请对照证件逐位再核。")
        if idnumber.birth_of(number) is None:
            raise Invalid("公民身份号码里的出生日期没有这一天。")
        return number

    @override
    def read(self, cell: object) -> str:
        if isinstance(cell, int | float):
            raise Invalid("号码在表格里变成了数字，末几位已丢失，请对照证件重新填写。")
        return self.parse(str(cell))

    @override
    def mask(self, value: str) -> str:
        return value[:6] + "*" * 8 + value[-4:]  # domain 6.4

    @override
    def keys(self, value: str) -> Sequence[str]:
        return (value[::-1],)

    @staticmethod
    def _other(number: str) -> str:
        if re.fullmatch(r"[0-9](\.[0-9]+)?E\+?[0-9]+", number):
            raise Invalid("号码在表格里变成了数字，末几位已丢失，请对照证件重新填写。")
        if not re.fullmatch(r"[0-9]{15}", number):
            raise Invalid(f"公民身份号码应为 18 位，这里是 {len(number)} 位。")
        whole = idnumber.from_15(number)
        if idnumber.birth_of(whole) is None:
            raise Invalid("15 位旧号码里的出生日期没有这一天。")
        raise Doubt("这是 15 位旧号码，补成 18 位后请对照证件核对。", value=whole)


_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?")
_OFFICE = re.compile(r"\d{3,12}(-\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Phone(Kind):
    """A telephone number; `of` says which: mobile, landline, or any an office may have."""

    of: str = "office"
    latin: ClassVar[bool] = True
    PATTERNS: ClassVar = {
        "mobile": _MOBILE,
        "landline": _LANDLINE,
        "office": re.compile("|".join(p.pattern for p in (_MOBILE, _LANDLINE, _OFFICE))),
    }
    WORDS: ClassVar = {
        "mobile": "手机号应为 1 开头的 11 位数字。",
        "landline": "固定电话要有区号，如 0512-58080003。",
        "office": "电话应为 3 至 12 位数字，固定电话带区号。",
    }

    @override
    def parse(self, text: str) -> str:
        number = self._bare(text)
        if not self._fits(number):
            raise Invalid(self.WORDS[self.of])
        return number

    @override
    def mask(self, value: str) -> str:
        kept = 3 if _MOBILE.fullmatch(value) else max(0, len(value) - 7)
        return value[:kept] + "****" + value[kept + 4 :]

    @override
    def keys(self, value: str) -> Sequence[str]:
        number = value if value.isdecimal() else re.sub(r"\D", "", value)
        return (number[::-1],)

    @override
    def divide(self, text: str) -> tuple[str, str]:
        """Of several numbers in a cell the first that may be ours; the others are the rest."""
        if text.isascii() and text.isdigit():
            return (text, "") if self._fits(text) else self._mine([text])
        return self._mine(re.split(r"[/、,;|\s]+(?=\d)|[/、,;|]+", plain(text)))

    def _mine(self, numbers: list[str]) -> tuple[str, str]:
        fits = [n for n in numbers if self._fits(self._bare(n))]
        if not fits and len(numbers) == 1 and not _LANDLINE.fullmatch(self._bare(numbers[0])):
            return numbers[0], ""
        rest = [n for n in numbers if n not in fits[:1] and n]
        return (fits[0] if fits else ""), "/".join(rest)

    def _fits(self, number: str) -> bool:
        return self.PATTERNS[self.of].fullmatch(number) is not None

    @staticmethod
    def _bare(text: str) -> str:
        if text.isascii() and text.isdigit():
            return text
        number = re.sub(r"[\s()]", "", plain(text)).replace("–", "-").replace("—", "-")
        number = number.removeprefix("+86").removeprefix("86-")
        return number if number.startswith("0") else number.replace("-", "")


@dataclass(frozen=True, slots=True)
class PartialDay(Kind):
    """A day, month or year, typed in any of the ways offices write one (domain 6.1)."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> Partial:
        return read_text(plain(text))

    @override
    def read(self, cell: object) -> Partial:
        return read_cell(plain(cell) if isinstance(cell, str) else cell)

    @override
    def show(self, value: Partial) -> str:
        return value.iso

    @override
    def same(self, old: Partial | None, new: Partial | None) -> bool:
        """A vaguer date that agrees changes nothing."""
        return old == new or bool(old and new and old.iso.startswith(new.iso))


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A whole calendar day."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> date:
        return self._whole(read_text(plain(text)))

    @override
    def read(self, cell: object) -> date:
        return self._whole(read_cell(plain(cell) if isinstance(cell, str) else cell))

    @override
    def show(self, value: date) -> str:
        return value.isoformat()

    @staticmethod
    def _whole(value: Partial) -> date:
        if value.earliest != value.latest:
            raise Invalid("日期要写到日，如 2026-03-01。")
        return value.earliest


@dataclass(frozen=True, slots=True)
class YearMonth(Kind):
    """A calendar month, kept as 2026-10."""

    latin: ClassVar[bool] = True

    @override
    def parse(self, text: str) -> str:
        return Month.parse(plain(text)).iso

    @override
    def read(self, cell: object) -> str:
        found = read_cell(plain(cell) if isinstance(cell, str) else cell)
        if not found.month:
            raise Invalid("要写到月，如 2026-10。")
        return found.month


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
    def show(self, value: bool) -> str:
        return "是" if value else "否"


@dataclass(frozen=True, slots=True)
class Code(Kind):
    """A row of the code table `table`; the code is stored, the label shown.

    With `grouped` a code ending in 0 is the group of those that begin alike (domain 2.10.3).
    """

    table: str
    grouped: bool = False

    @override
    def parse(self, text: str) -> str:
        code = code_table(self.table).find(text)
        if code is None:
            raise Invalid(f"代码表里没有“{text[:20]}”。")
        return code

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

    @override
    def parse(self, text: str) -> str:
        code, rest = self._split(text)
        if code is None or rest:
            raise Invalid("没有这个省、市、县，请写成“江苏省苏州市昆山市”。")
        return code

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
