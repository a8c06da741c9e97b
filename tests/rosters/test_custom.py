"""Rosters of the office's own making."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from partyservice.app import App
from partyservice.app.papers import Asked
from partyservice.kernel.errors import Invalid, Refused, Unsettled
from partyservice.rosters.catalogue import CATALOGUES
from partyservice.rosters.custom import roll_of
from partyservice.rosters.layout import (
    ROOM_A3,
    ROOM_A4,
    SQUEEZED,
    About,
    Chosen,
    Layout,
    LayoutText,
    layout_of,
    usual_width,
)
from partyservice.rosters.model import CustomRoster
from partyservice.storage.journal import JOURNAL
from tests.builders import BRANCHES, inflow, member, outflow, somebody

MONTH = date(2026, 10, 1)


def columns(*keys: str, width: int = 20) -> tuple[Chosen, ...]:
    return tuple(Chosen(key=key, label=key, width=width) for key in keys)


def rows(app: App, about: About, layout: Layout, **more: Any) -> list[list[str]]:
    """The rows of a roster, each group begun by its title."""
    asked = Asked(name="名册", month=MONTH, layout=(about, layout), **more)
    with app.store.read() as session:
        roll, on = app.papers._roll(session, asked), app.papers._occasion(session, asked)
        sections = roll.sheet(session, on, asked.branch).sections
        found: list[list[str]] = []
        for section in sections:
            found += [[section.title]] if section.title else []
            found += [list(row[1:]) for row in section.rows]
    return found


def test_columns_stand_in_the_order_chosen_under_the_words_chosen(app: App) -> None:
    member(app)
    layout = Layout(
        columns=(
            Chosen(key="person.mobile_phone", label="打哪个电话", width=30),
            Chosen(key="person.name", label="谁", width=20),
        )
    )
    asked = Asked(name="名册", month=MONTH, layout=(About.MEMBERS, layout))

    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(app.papers.made(asked))).pages
    )

    assert text.index("打哪个电话") < text.index("谁")
    assert "15480424747" in text
    assert "截至：2026年11月24日" in text


def test_rows_are_sorted_grouped_and_filtered(app: App) -> None:
    for name, born, category, branch in (
        ("张三", "1990-01-01", "正式党员", BRANCHES[1]),
        ("李四", "1980-01-01", "正式党员", BRANCHES[0]),
        ("王五", "1985-01-01", "正式党员", BRANCHES[0]),
        ("赵六", "1995-01-01", "预备党员", BRANCHES[0]),
    ):
        probationary = category == "预备党员"
        somebody(
            app,
            name,
            person__born=born,
            member__branch_id=branch,
            member__category=category,
            member__joined_on="2026-03-01" if probationary else "2016-11-15",
            member__full_on="" if probationary else "2017-11-15",
        )
    plain = Layout(columns=columns("person.name"), order="person.born")
    by_branch = dataclasses.replace(plain, group="organisation.full_name")
    full = dataclasses.replace(plain, down=True, filters={"member.category": "正式党员"})
    by_category = dataclasses.replace(plain, group="member.category")

    assert rows(app, About.MEMBERS, plain) == [["李四"], ["王五"], ["张三"], ["赵六"]]
    assert rows(app, About.MEMBERS, by_branch) == [
        *([BRANCHES[1]], ["张三"]),
        *([BRANCHES[0]], ["李四"], ["王五"], ["赵六"]),
    ]
    assert rows(app, About.MEMBERS, full) == [["张三"], ["王五"], ["李四"]]
    assert rows(app, About.MEMBERS, by_category) == [
        *(["正式党员"], ["李四"], ["王五"], ["张三"]),
        *(["预备党员"], ["赵六"]),
    ]


def test_a_branch_is_a_filter_and_a_group_that_may_be_empty(app: App) -> None:
    key = next(n for n, name in app.papers.branches() if name == BRANCHES[1])
    member(app, member__branch_id=BRANCHES[1])
    somebody(app, "李四")
    inflow(app, "赵敏", "2026-08-01")
    filtered = Layout(
        columns=columns("person.name"), filters={"member.branch_id": f"{key} 随便什么名字"}
    )
    here = Layout(columns=columns("person.name"), group="organisation.full_name")

    assert rows(app, About.MEMBERS, filtered) == [["钟庆龙"]]
    assert rows(app, About.HERE, here) == [["未填"], ["赵敏"]]


def test_by_month_it_has_marks_and_as_of_today_it_has_none(app: App) -> None:
    outflow(app, "张三", "2026-10-05")
    today = Layout(columns=columns("person.name", "outflow.left_on"))
    monthly = dataclasses.replace(today, monthly=True)

    def text(layout: Layout) -> str:
        asked = Asked(name="名册", month=MONTH, layout=(About.AWAY, layout))
        return PdfReader(io.BytesIO(app.papers.made(asked))).pages[0].extract_text()

    assert "1▲" in text(monthly)
    assert "上月底 0 + 本月新增 1" in text(monthly)
    assert "▲" not in text(today)
    assert "共 1 人" in text(today)


@pytest.mark.parametrize("about", About)
def test_every_column_order_group_and_filter_that_is_offered_can_be_printed(
    app: App, about: About
) -> None:
    member(app)
    outflow(app, "张三", "2026-03")
    inflow(app, "赵敏", "2026-08-01")
    known = CATALOGUES[about]

    for key in known.fields:
        layout = Layout(columns=columns(key), order=key, down=True)
        assert rows(app, about, layout)
    for key in known.groups:
        assert rows(app, about, Layout(columns=columns("person.name"), group=key))
    for field in app.customs.offer(about).filters:
        for _, words in app.choices(field.kind)[:2]:
            filters = {field.key: words}
            if field.key == known.branch.key or field.key.endswith("branch_id"):
                filters = {field.key: f"{app.papers.branches()[0][0]} 支部"}
            rows(app, about, Layout(columns=columns("person.name"), filters=filters))


@pytest.mark.parametrize(
    ("total", "paper"), [(40, "A4"), (ROOM_A4, "A4"), (ROOM_A4 + 1, "A3"), (500, "A3")]
)
def test_wide_rosters_go_on_larger_paper_and_fit_it(total: int, paper: str) -> None:
    keys = list(CATALOGUES[About.MEMBERS].fields)[:10]
    wide = [total // 10 + (n < total % 10) for n in range(10)]
    chosen = [
        Chosen(key=key, label=key, width=width) for key, width in zip(keys, wide, strict=True)
    ]
    layout = Layout(columns=tuple(chosen))

    roll = roll_of("custom-1", "名册", About.MEMBERS, layout)

    assert layout.paper == paper
    assert roll.size[0] == (297 if paper == "A4" else 420)
    assert sum(column.width for column in roll._heads) <= roll.size[0] - 24


def test_a_layout_without_columns_or_too_wide_is_not_kept() -> None:
    most = int(ROOM_A3 / SQUEEZED)
    with pytest.raises(Invalid, match="选一列"):
        LayoutText().parse(Layout().text())
    with pytest.raises(Invalid, match=str(most)):
        LayoutText().parse(Layout(columns=columns(*"abcdef", width=100)).text())
    with pytest.raises(Invalid):
        layout_of("{}")


def test_a_layout_is_read_as_it_was_written() -> None:
    layout = Layout(
        columns=columns("person.name", "person.sex"),
        order="person.born",
        down=True,
        group="member.category",
        breaks=False,
        monthly=True,
        filters={"member.is_lost": "是"},
    )

    assert layout_of(layout.text()) == layout
    assert layout_of(LayoutText().parse(layout.text())) == layout


def test_a_column_the_program_no_longer_knows_is_left_out(app: App) -> None:
    member(app)

    layout = Layout(columns=columns("person.name", "person.hobby"), group="person.hobby")

    assert rows(app, About.MEMBERS, layout) == [["钟庆龙"]]


def test_it_is_saved_changed_printed_and_voided_with_a_reason(app: App, tmp_path: Path) -> None:
    member(app)
    layout = Layout(columns=columns("person.name", "person.id_number", width=40))
    app.customs.save("联系名单", About.MEMBERS, layout)
    (kept,) = app.customs.known()
    app.customs.save("联系名单二", About.MEMBERS, layout, over=kept)
    (changed,) = app.customs.known()

    app.papers.save(changed.name, MONTH, tmp_path / "册.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "册.xlsx")
    cells = [c for row in book.get_sheet_by_index(0).to_python() for c in row]
    assert "990100********1497" in cells
    assert "990100198912271497" not in cells

    with pytest.raises(Refused):
        app.customs.save("联系名单三", About.MEMBERS, layout, over=kept)  # somebody else was first
    with pytest.raises(Refused):
        app.customs.void(changed, "  ")
    app.customs.void(changed, "不再上报")
    assert app.customs.known() == []
    with pytest.raises(Refused, match="作废"):
        app.papers.pdf(changed.name, MONTH)
    with app.store.read() as session:
        found = session.execute(
            select(JOURNAL.c.reason).where(JOURNAL.c.about == "custom_roster")
        ).scalars()
        assert list(found)[-1] == "不再上报"


def test_two_may_not_bear_one_name_unless_one_is_voided(app: App) -> None:
    layout = Layout(columns=columns("person.name"))
    app.customs.save("名单", About.MEMBERS, layout)
    with pytest.raises(Unsettled):
        app.customs.save("名单", About.AWAY, layout)

    app.customs.void(app.customs.known()[0], "做错了")

    assert app.customs.save("名单", About.AWAY, layout)


def test_numbers_and_births_are_written_as_they_are_asked_for(app: App) -> None:
    member(app)
    layout = Layout(columns=columns("person.name", "person.id_number", "person.born", width=40))
    written = {
        words: rows(app, About.MEMBERS, layout, forms={"person.born": words})[0][2]
        for words in ("1985.03", "198503", "1985-03-07", "1985年3月")
    }
    whole = rows(app, About.MEMBERS, layout, forms={"person.id_number": "完整 18 位"})

    assert written == {
        "1985.03": "1989.12",
        "198503": "198912",
        "1985-03-07": "1989-12-27",
        "1985年3月": "1989年12月",
    }
    assert whole[0][1] == "990100198912271497"


def test_whole_numbers_need_the_right_to_them(app: App) -> None:
    member(app)
    layout = Layout(columns=columns("person.id_number", width=40))
    app.papers.by = dataclasses.replace(app.by, rights=app.by.rights - {"members.unmask"})

    with pytest.raises(Refused):
        rows(app, About.MEMBERS, layout, forms={"person.id_number": "完整 18 位"})


def test_usual_widths_are_those_a_page_can_hold() -> None:
    assert usual_width(1) > 8
    assert usual_width(200) <= 120


@pytest.mark.parametrize(
    "layout",
    [
        "{}", "[]", "null", "x", "[" * 100_000,
        '{"columns": [{"key": "person.name", "label": "姓名", "width": "20"}]}',
        '{"columns": [{"key": "person.name", "label": null, "width": 20}]}',
        '{"columns": [{"key": "person.name", "label": "姓名", "width": 20, "of": "later"}]}',
        '{"columns": [], "filters": []}', '{"columns": [], "filters": {"a": 1}}',
    ],
)  # fmt: skip
def test_a_layout_no_version_can_read_leaves_the_others_and_is_refused_in_words(
    app: App, layout: str
) -> None:
    good = Layout(columns=columns("person.name"))
    kept, bad = (app.customs.save(name, About.MEMBERS, good) for name in ("好的", "坏的"))
    with app.store.write(app.by) as session:
        session.get_one(CustomRoster, bad).layout = layout

    assert [custom.id for custom in app.customs.known()] == [kept]
    with pytest.raises(Refused, match="数据没有改动。请"):
        app.papers.made(Asked(name=f"custom-{bad}", month=MONTH))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("member.category", "没有的类别"),
        ("member.branch_id", ""),
        ("member.branch_id", "某支部"),
    ],
)
def test_a_filter_that_means_nothing_any_more_is_refused_in_words(
    app: App, key: str, words: str
) -> None:
    layout = Layout(columns=columns("person.name"), filters={key: words})

    with pytest.raises(Refused, match="现在不能用了"):
        rows(app, About.MEMBERS, layout)


@pytest.mark.parametrize("column", [("姓名", 0), ("姓名", -5), ("姓名", 500), ("长" * 41, 20)])
def test_a_column_that_cannot_be_drawn_is_not_kept(column: tuple[str, int]) -> None:
    chosen = Chosen(key="person.name", label=column[0], width=column[1])

    with pytest.raises(Invalid):
        LayoutText().parse(Layout(columns=(chosen,)).text())
