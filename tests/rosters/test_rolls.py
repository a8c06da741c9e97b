from __future__ import annotations

import io
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.app import App
from partyservice.app.papers import Asked
from partyservice.kernel.errors import Refused
from partyservice.kernel.partial import Partial
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.mobility.drafts import STAY_AWAY
from partyservice.mobility.flow import INFLOW, OUTFLOW
from partyservice.printing.roll import ENDED, NEW, Roll
from partyservice.printing.sheet import Sheet
from partyservice.rosters.rolls import ROLLS
from partyservice.storage.journal import JOURNAL
from tests.builders import BRANCHES, change, inflow, member, outflow, somebody, take

OCTOBER = date(2026, 10, 1)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages)


def sheet_of(app: App, session: Session, name: str, month: date) -> Sheet:
    asked = Asked(name=name, month=month)
    return ROLLS[name].sheet(session, app.papers._occasion(session, asked))


def foot(app: App, name: str, month: date = OCTOBER) -> tuple[int, int, int, int]:
    """The four numbers of the last foot of a roster."""
    with app.store.read() as session:
        sheet = sheet_of(app, session, name, month)
        lines = [line for section in sheet.sections for _ in section.rows for line in section.foot]
    numbers = "".join(c if c.isdigit() else " " for c in lines[-1].split("；")[0]).split()
    opening, new, ended, closing = (int(number) for number in numbers)
    return opening, new, ended, closing


def marks(app: App, name: str, month: date = OCTOBER) -> dict[str, str]:
    """The marks of a roster, by name."""
    with app.store.read() as session:
        sheet = sheet_of(app, session, name, month)
        rows = [row for section in sheet.sections for row in section.rows]
    return {row[1]: row[0].lstrip("0123456789") for row in rows}


@pytest.mark.parametrize("name", ROLLS)
def test_every_roll_is_a_page_that_says_so_where_nobody_is(app: App, name: str) -> None:
    text = text_of(app.papers.pdf(name, OCTOBER))

    assert ROLLS[name].title in text
    assert ("本月无" if ROLLS[name].when == "month" else "名册上没有人") in text
    assert "2026年10月" in text


@pytest.mark.parametrize("roll", ROLLS.values(), ids=ROLLS)
def test_every_roll_fills_the_width_of_its_paper(roll: Roll) -> None:
    assert sum(column.width for column in roll._heads) == roll.size[0] - 24


@pytest.mark.parametrize("name", [name for name in ROLLS if name != "summary"])
def test_every_roll_is_also_a_workbook_of_texts(app: App, name: str, tmp_path: Path) -> None:
    member(app)
    outflow(app, "李志强", "2026-03")
    inflow(app, "赵敏", "2026-08-01")

    app.papers.save(name, OCTOBER, tmp_path / "册.xlsx")

    book = CalamineWorkbook.from_path(tmp_path / "册.xlsx")
    cells = [c for s in book.sheet_names for r in book.get_sheet_by_name(s).to_python() for c in r]
    assert all(isinstance(cell, str) for cell in cells)
    with app.store.read() as session:
        sections = sheet_of(app, session, name, OCTOBER).sections
        printed = {text for section in sections for row in section.rows for text in row if text}
    assert printed <= set(cells)


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_the_journal_has_a_print_before_the_file_is_there(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    def full(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr("partyservice.exchange.rosters.write_roster", full)
    monkeypatch.setattr("partyservice.kernel.files.replaced_whole", full)

    with pytest.raises(OSError):  # noqa: PT011 - whatever the disk says
        app.papers.save("members", OCTOBER, tmp_path / f"册{suffix}")

    with app.store.read() as session:
        about = session.execute(select(JOURNAL.c.about)).scalars().all()
    assert about.count("roster") == 1


def test_whoever_overlaps_the_month_is_listed_and_marked(app: App) -> None:
    for name, left, back in (
        ("从前到后", "2025-01", None),
        ("本月新来", "2026-10-09", None),
        ("只知本月", "2026-10", None),
        ("本月回来", "2026-02", "2026-10-20"),
        ("来了又回", "2026-10-02", "2026-10"),
        ("早已回来", "2026-02", "2026-09-30"),
        ("以后才走", "2026-11-01", None),
        ("以后才回", "2026-02", "2026-11-02"),
    ):
        key = outflow(app, name, left)
        if back:
            take(app, OUTFLOW, "return", key, {"outflow.ended_on": back})

    assert marks(app, "outflow") == {
        "从前到后": "",
        "以后才回": "",
        "本月回来": ENDED,
        "本月新来": NEW,
        "只知本月": NEW,
        "来了又回": NEW + ENDED,
    }
    assert foot(app, "outflow") == (3, 3, 2, 4)


def test_the_close_of_a_month_opens_the_next(app: App) -> None:
    for number, name in enumerate(("张三", "李四", "王五", "赵六"), 7):
        key = outflow(app, name, f"2026-{number:02d}")
        if number < 9:
            take(app, OUTFLOW, "return", key, {"outflow.ended_on": f"2026-{number + 2:02d}-05"})

    months = [foot(app, "outflow", date(2026, month, 1)) for month in range(7, 12)]

    for before, after in pairwise(months):
        assert before[3] == after[0]


def test_a_year_alone_counts_from_its_january(app: App) -> None:
    outflow(app, "张三", "2026")

    assert marks(app, "outflow", date(2026, 1, 1)) == {"张三": NEW}
    assert marks(app, "outflow", date(2025, 12, 1)) == {}
    assert marks(app, "outflow", date(2026, 2, 1)) == {"张三": ""}


def test_who_has_only_reported_has_not_left_yet(app: App) -> None:
    take(
        app,
        OUTFLOW,
        "report",
        None,
        {"person.name": "张三", "outflow.branch_id": BRANCHES[0], "outflow.left_on": "2026-10-09"},
    )

    assert marks(app, "outflow") == {}


def test_an_arrival_that_was_not_verified_is_not_counted(app: App) -> None:
    key = inflow(app, "赵敏", "2026-10-01")
    assert marks(app, "inflow") == {"赵敏": NEW}

    take(app, INFLOW, "not_verified", key, {"inflow.note": "电话不通三次"})

    assert marks(app, "inflow") == {}


def test_a_correction_of_the_past_moves_the_months_with_it(app: App) -> None:
    key = outflow(app, "张三", "2026-09-30")
    assert foot(app, "outflow") == (1, 0, 0, 1)

    change(app, STAY_AWAY, key, outflow__left_on="2026-10-01")

    assert foot(app, "outflow") == (0, 1, 0, 1)


def test_members_are_a_section_a_branch_with_a_foot_and_a_whole(app: App) -> None:
    member(app)
    key = somebody(app, "李志强", member__branch_id=BRANCHES[1])
    take(
        app,
        MEMBERSHIP,
        "leave",
        key,
        {"member.exit_reason": "死亡", "member.exit_date": "2026-10-05"},
    )

    text = text_of(app.papers.pdf("members", OCTOBER))

    assert f"{BRANCHES[0]}：上月底 1 + 本月新增 0 − 本月减少 0 = 本月底 1" in text
    assert f"{BRANCHES[1]}：上月底 1 + 本月新增 0 − 本月减少 1 = 本月底 0" in text
    assert "合计：上月底 2 + 本月新增 0 − 本月减少 1 = 本月底 1" in text
    assert foot(app, "members", date(2026, 11, 1)) == (1, 0, 0, 1)


def test_a_new_member_is_marked_in_the_month_of_entry(app: App) -> None:
    key = member(app)
    change(app, MEMBER, key, member__entry_reason="发展党员", member__entry_date="2026-10-15")

    assert marks(app, "members") == {"钟庆龙": NEW}
    assert marks(app, "members", date(2026, 9, 1)) == {}


def test_the_cover_counts_those_of_the_month_end(app: App) -> None:
    member(app)
    somebody(app, "阿依古丽", person__sex="女", person__ethnic="维吾尔族", person__born="1950-01")

    with app.store.read() as session:
        cover = sheet_of(app, session, "members", OCTOBER).cover
    counts = {label: count for box in cover for label, count in box.lines}

    known = ("总数", "女", "少数民族", "61 岁及以上", "36 至 45 岁", "类别待补", "大学本科")
    assert [counts[label] for label in known] == ["2", "1", "1", "1", "1", "0", "2"]
    assert "少数民族" in text_of(app.papers.pdf("members", OCTOBER))


def test_a_character_without_a_glyph_stops_the_print_and_is_named(app: App) -> None:
    outflow(app, "张\U00030eee", "2026-03")

    with pytest.raises(Refused, match=r"U\+30EEE"):
        app.papers.pdf("outflow", OCTOBER)


def test_the_papers_text_is_what_was_registered(app: App) -> None:
    for name in ("朴𬱖", "武㛃", "仇䶮", "买买提·艾合买提", "余𪻐"):
        outflow(app, name, "2026-03")

    text = text_of(app.papers.pdf("outflow", OCTOBER))

    for name in ("朴𬱖", "武㛃", "仇䶮", "余𪻐"):
        assert name in text


def test_a_preview_hides_numbers_that_paper_shows_whole_and_notes(app: App) -> None:
    member(app)

    assert "154****4747" in text_of(app.papers.preview(Asked(name="members", month=OCTOBER)))
    assert "15480424747" in text_of(app.papers.pdf("members", OCTOBER))
    with app.store.read() as session:
        about = session.execute(select(JOURNAL.c.about)).scalars().all()
    assert about.count("roster") == 1


def test_equal_content_is_equal_paper(app: App) -> None:
    member(app)

    assert app.papers.pdf("members", OCTOBER) == app.papers.pdf("members", OCTOBER)


def test_sums_that_do_not_fit_their_rows_stop_the_print(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    outflow(app, "张三", "2026-10-09")
    monkeypatch.setattr(Roll, "mark", staticmethod(lambda _row, _start, _end: ""))

    with pytest.raises(Refused, match="不符"):
        app.papers.pdf("outflow", OCTOBER)


def test_a_mark_is_told_by_the_two_days_alone() -> None:
    start, end = Partial("2026-10"), Partial("2026-11")

    assert Roll.mark((1, Partial("2026-10"), None), start, end) == NEW
    assert Roll.mark((1, None, date(2026, 10, 31)), start, end) == ENDED
    assert Roll.mark((1, Partial("2026"), Partial("2026-11")), start, end) == ""


def test_paper_names_the_office_and_the_clerk(app: App) -> None:
    text = text_of(app.papers.pdf("inflow", OCTOBER))

    assert f"{app.office}流入党员花名册" in text
    assert app.by.name in text
