"""Card: what stands on an identity card of the second generation.

The chip holds little-endian UTF-16 in fields of one width, padded with spaces. Byte 248 tells the
kinds apart: J is the permit of somebody from Hong Kong, Macao or Taiwan, I that of a foreigner,
anything else ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from partyservice.devices.frame import TEXT, unread
from partyservice.kernel import idnumber, private
from partyservice.kernel.codes import code_table
from partyservice.kernel.errors import Doubt, Invalid, Refused
from partyservice.kernel.names import PersonName

# name and width in bytes, in the order of the card
LAYOUT = (
    ("name", 30),
    ("sex", 2),
    ("ethnic", 4),
    ("born", 16),
    ("address", 70),
    ("number", 36),
    ("issuer", 30),
    ("valid_from", 16),
    ("valid_until", 16),
    ("rest", 36),
)
_EIGHT = re.compile("[0-9]{8}")
KIND = slice(248, 250)
LONG = "长期"


@dataclass(frozen=True, slots=True)
class IdCard:
    """One card; `notes` are sentences about what the clerk should look at."""

    name: str
    sex: str
    ethnic: str
    born: date
    address: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None  # None: for good
    notes: tuple[str, ...] = ()

    def texts(self) -> Mapping[str, str]:
        """Return what the card says about a person, by the column that holds it."""
        known = {
            "name": self.name,
            "id_number": self.number,
            "sex": self.sex,
            "ethnic": self.ethnic,
            "born": self.born.isoformat(),
            "address": self.address,
        }
        return {column: text for column, text in known.items() if text}

    def looked_at(self, today: date) -> tuple[str, ...]:
        """Return the notes, and whether the card has run out."""
        if self.valid_until and self.valid_until < today:
            words = f"证件已于 {self.valid_until.isoformat()} 到期，请提醒本人换领。"
            return (*self.notes, words)
        return self.notes


def card_of(text: bytes) -> IdCard:
    """Return the card whose chip holds `text`; raise Refused if it cannot be one."""
    if len(text) != TEXT:
        raise unread(f"证件里的文字应为 {TEXT} 字节，这里是 {len(text)} 字节")
    kind = text[KIND].decode("utf-16-le", "replace")
    if kind == "I":
        raise Refused("这是外国人的居留证件，登记不了党员。什么也没有填入。请按证件手工填写。")
    cut = _cut(text)
    number, born, sex = _number(cut["number"]), _day(cut["born"], "出生日期"), _sex(cut["sex"])
    ethnic, named = _ethnic(cut["ethnic"] if kind != "J" else "")
    name, notes = _name(cut["name"])
    until = None if cut["valid_until"] == LONG else _day(cut["valid_until"], "有效期")
    told = [named, *notes, private.told(cut["address"])]
    if idnumber.birth_of(number) != born or idnumber.sex_of(number) != cut["sex"]:
        told.append("证件上的出生日期或性别与号码不一致，请对照证件核对。")
    return IdCard(
        name=name,
        sex=sex,
        ethnic=ethnic,
        born=born,
        address=private.repaired(cut["address"]),
        number=number,
        issuer=private.repaired(cut["issuer"]),
        valid_from=_day(cut["valid_from"], "有效期"),
        valid_until=until,
        notes=tuple(dict.fromkeys(words for words in told if words)),
    )


def _cut(text: bytes) -> dict[str, str]:
    """Return the fields without their padding; a field of noise is refused."""
    found: dict[str, str] = {}
    start = 0
    for name, width in LAYOUT:
        part = text[start : start + width]
        start += width
        if name == "rest":
            break
        try:
            value = part.decode("utf-16-le").rstrip("\x00 \u3000").strip()
        except UnicodeDecodeError as error:
            raise unread("证件里的文字读坏了") from error
        if not all(c.isprintable() or private.unknown(c) or private.told(c) for c in value):
            raise unread("证件里的文字读坏了")
        found[name] = value
    return found


def _number(text: str) -> str:
    if not idnumber.is_valid(text):
        raise unread("证件里的号码校验不符，可能没有读好")
    return text


def _day(text: str, label: str) -> date:
    try:
        return date.fromisoformat(text if _EIGHT.fullmatch(text) else "")
    except ValueError as error:
        raise unread(f"证件里的{label}没有这一天，可能没有读好") from error


def _sex(code: str) -> str:
    if code not in code_table("sex").labels:
        raise unread("证件里的性别读坏了")
    return code_table("sex").label(code) if code in {"1", "2"} else ""


def _ethnic(code: str) -> tuple[str, str]:
    """Return the word for a code of GB/T 3304, and what to say of one that is not in it."""
    if not code:
        return "", ""
    if code in code_table("ethnic").labels:
        return code_table("ethnic").label(code), ""
    return "", f"证件上的民族代码是 {code[:4]}，请按证件填写民族。"


def _name(text: str) -> tuple[str, list[str]]:
    repaired = private.told(text)
    try:
        return PersonName().parse(text or "?"), [repaired]
    except Doubt as doubt:
        return str(doubt.value), [repaired, doubt.words]
    except Invalid as error:
        raise unread("证件里的姓名读坏了") from error
