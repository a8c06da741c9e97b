"""Numbers that are names: of a citizen, of a telephone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from partyservice.kernel import idnumber
from partyservice.kernel.codes import code_table
from partyservice.kernel.errors import Doubt, Invalid, Repair
from partyservice.kernel.kinds import Kind, plain

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
    def tells(self, value: str) -> Mapping[str, str]:
        """Sex and day of birth, for the columns that hold them."""
        born = idnumber.birth_of(value)
        sex = code_table("sex").label(idnumber.sex_of(value))
        return {"sex": sex, "born": born.isoformat()} if born else {}

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
        if len(number) == 18:
            raise Invalid("公民身份号码只能是数字，末位可以是 X，请对照证件填写完整。")
        if not re.fullmatch(r"[0-9]{15}", number):
            raise Invalid(f"公民身份号码应为 18 位，这里是 {len(number)} 位。")
        whole = idnumber.from_15(number)
        if idnumber.birth_of(whole) is None:
            raise Invalid("15 位旧号码里的出生日期没有这一天。")
        words = "15 位旧号码，补位后请核对证件。"
        raise Doubt(words, value=whole, repair=Repair("补成 18 位", whole))


_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?")
_OFFICE = re.compile(r"\d{3,12}(-\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Phone(Kind):
    """A telephone number; `of` says which: mobile, landline, or any an office may have.

    A second mobile may stand in the place of the landline: it has no other.
    """

    of: str = "office"
    latin: ClassVar[bool] = True
    PATTERNS: ClassVar = {
        "mobile": _MOBILE,
        "landline": re.compile("|".join(p.pattern for p in (_LANDLINE, _MOBILE))),
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
        if self._fits(self._bare(text)):
            return text, ""
        numbers = [n for n in re.split(r"[/、,;|]+|\s+(?=\+?\d{7})", plain(text)) if n.strip()]
        mine = next((n for n in numbers if self._fits(self._bare(n))), None)
        if mine is None and len(numbers) == 1 and not _LANDLINE.fullmatch(self._bare(text)):
            return text, ""
        return mine or "", "/".join(n for n in numbers if n is not mine)

    def _fits(self, number: str) -> bool:
        return self.PATTERNS[self.of].fullmatch(number) is not None

    @staticmethod
    def _bare(text: str) -> str:
        if len(text) == len("13800000000") and text.isascii() and text.isdigit():
            return text
        number = re.sub(r"[\s()]", "", plain(text)).replace("–", "-").replace("—", "-")
        number = re.sub(r"^(\+|00)86-?|^86-?(?=1[3-9]\d{9}$)", "", number)
        return number if number.startswith("0") else number.replace("-", "")
