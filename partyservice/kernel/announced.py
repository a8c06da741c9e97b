"""Announced: the days off in the words of the State Council's yearly notice, or a day a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from typing_extensions import override

from partyservice.kernel.errors import Invalid
from partyservice.kernel.kinds import Text, plain
from partyservice.kernel.workdays import DaySort, Special

_DAY = r"(?:(\d{4})[年.\-/])?(\d{1,2})[月.\-/](\d{1,2})[日号]?"
_LAST = r"(?:(?:(\d{4})[年.\-/])?(\d{1,2})[月.\-/])?(\d{1,2})[日号]?"
_SPAN = re.compile(f"{_DAY}(?:[至到—~-]{{1,2}}{_LAST})?")
_ASIDE = re.compile(r"[（(][^）)]*[）)]")  # weekdays and days of the moon
_NAME = re.compile(r"[一二三四五六七八九十]+、([^：:]{2,12})[：:]")
_VERB = re.compile("放假调休|放假|休息|上班|休|班")
_CALLED = re.compile(r"[ \t]+([^\W\d_]{2,8})(?=\s|$)")  # 2027-01-01 休 元旦
_LEAP_YEAR = 2024
_LONGEST = 15  # days of one holiday


@dataclass(frozen=True, slots=True)
class Announcement(Text):
    """A text that announces days off; of which year stands elsewhere."""

    @override
    def parse(self, text: str) -> str:
        kept = Text.parse(self, text)
        announced(kept, _LEAP_YEAR)
        return kept


def announced(text: str, year: int) -> list[Special]:
    """Return the days that `text` announces for `year`; raise Invalid if it announces none.

    As the notice writes it (二、春节：2月15日至23日放假调休，共9天。2月14日上班。), or as
    "2027-01-01 休 元旦". A day of another year than `year` must say so.
    """
    found: dict[date, Special] = {}
    name = ""
    for clause in re.split(r"[。；;\n\u2028\u2029]+", _ASIDE.sub("", plain(text))):
        heading = _NAME.search(clause)
        name = heading[1].strip() if heading else name
        said = clause[heading.end() :] if heading else clause
        for part, sort, own in _parts(said):
            for day in _days(part, year):
                found[day] = Special(day, sort, own or name)
    if not found:
        raise Invalid("没有看出哪天放假、哪天上班。请整段粘贴通知，或写成“2027-01-01 休 元旦”。")
    return sorted(found.values(), key=lambda special: special.day)


def _parts(clause: str) -> Iterator[tuple[str, DaySort, str]]:
    """Give the parts of a clause, each with what it says of its days and how they are called."""
    at = 0
    for verb in _VERB.finditer(clause):
        before = clause[at : verb.start()]
        if _SPAN.search(before):
            sort = DaySort.WORK if "班" in verb[0] else DaySort.OFF
            called = _CALLED.match(clause, verb.end())
            yield before, sort, called[1] if called else ""
        at = verb.end()


def _days(part: str, year: int) -> Iterator[date]:
    for span in _SPAN.finditer(part):
        first_year, month, day, last_year, last_month, last_day = span.groups()
        first = _day(first_year or year, month, day)
        last = first
        if last_day:
            last = _day(last_year or first.year, last_month or month, last_day)
        if not 0 <= (last - first).days < _LONGEST:
            raise Invalid(f"“{span[0]}”不像一次放假，请核对。")
        for n in range((last - first).days + 1):
            yield first + timedelta(days=n)


def _day(year: int | str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Invalid(f"没有 {month} 月 {day} 日这一天，请核对。") from error
