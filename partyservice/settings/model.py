"""An office's own rows of code tables, and the days it works or not, with their notice."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy.orm import Mapped

from partyservice.kernel.announced import Announcement
from partyservice.kernel.days import Day
from partyservice.kernel.kinds import Choice, Code, Text, Whole
from partyservice.kernel.workdays import DaySort
from partyservice.storage.record import Record, column, once

FIRST_YEAR, LAST_YEAR = 2004, 2100
LONGEST_NOTICE = 4000


class Use(enum.Enum):
    """Whether a row may still be chosen."""

    OPEN = "在用"
    CLOSED = "已停用"


class CodeEntry(Record):
    """A row of a code table that this office added to those that come with the program."""

    __tablename__ = "code_entry"
    title = "代码"
    about_people = False
    rewords = True

    table_name: Mapped[str] = column("代码表", Code("code_table"), width=16)
    code: Mapped[str] = column(
        "代码", Text(12), width=8, hint="表里没有用过的数字或字母，停用后也不再用"
    )
    label: Mapped[str] = column("名称", Text(30), width=20)
    words: Mapped[str | None] = column(
        "也叫", Text(200), width=20, default=None, hint="表格里的其他写法，用、隔开"
    )
    place: Mapped[int | None] = column(
        "排在第几", Whole(1, 999), width=8, default=None, hint="不填排在最后"
    )
    valid_from: Mapped[date | None] = column("起用日期", Day(), default=None)
    valid_to: Mapped[date | None] = column(
        "最后一天", Day(), default=None, hint="过了这天不再可选，旧记录照常显示"
    )
    state: Mapped[Use] = column("状态", Choice(Use), width=8, default=Use.OPEN)
    closed_why: Mapped[str | None] = column("停用原因", Text(100), width=20, default=None)


class Noted(enum.Enum):
    """Whether what was entered still holds."""

    VALID = "有效"
    WITHDRAWN = "已取消"


class HolidayNotice(Record):
    """The yearly notice of days off, as it was pasted: where the days of the office come from."""

    __tablename__ = "holiday_notice"
    title = "放假通知"
    about_people = False

    year: Mapped[int] = column("年份", Whole(FIRST_YEAR, LAST_YEAR), width=6)
    source: Mapped[str | None] = column(
        "文号或依据", Text(60), default=None, hint="如 国办发明电〔2026〕7号"
    )
    words: Mapped[str] = column(
        "放假安排",
        Announcement(LONGEST_NOTICE),
        width=40,
        hint="把通知整段粘贴进来，或一天一行，如 2027-01-01 休 元旦",
    )
    state: Mapped[Noted] = column("状态", Choice(Noted), width=8, default=Noted.VALID)


class Holiday(Record):
    """A day as this office has it, over those that come with the program."""

    __tablename__ = "holiday"
    title = "节假日"
    about_people = False
    __table_args__ = (once("holiday", "day"),)

    day: Mapped[date] = column("日期", Day(), width=12)
    sort: Mapped[DaySort] = column("休或班", Choice(DaySort), width=6)
    name: Mapped[str | None] = column("名称", Text(20), width=14, default=None)
    source: Mapped[str | None] = column("依据", Text(60), width=24, default=None)
    state: Mapped[Noted] = column("状态", Choice(Noted), width=8, default=Noted.VALID)
    withdrawn_why: Mapped[str | None] = column("取消原因", Text(100), width=20, default=None)
