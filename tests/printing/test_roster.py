from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pytest

from partyservice.kernel.errors import Refused
from partyservice.printing.roster import draw
from partyservice.printing.sheet import A3_ACROSS, Box, Section
from tests.printing.pages import COLUMNS, SIGNED, pages, people, section, sheet

FOOT = ["上月底 96 + 本月新增 3 - 本月减少 2 = 本月底 97"]
UYGHUR = "阿卜杜热合曼江·买买提伊明·吐尔逊阿依·古丽娜尔"


@pytest.mark.parametrize("count", [1, 13, 14, 15, 18, 19, 20, 21, 37, 38, 39, 500])
def test_every_page_has_heading_rows_and_its_number_and_the_last_the_totals(count: int) -> None:
    found = pages(draw(sheet(section(people(count), foot=FOOT))))

    for number, text in enumerate(found, 1):
        assert "流出党员花名册填报单位(盖章)：中共青石镇委员会统计月份：2026年10月单位：人" in text
        assert all(column.label in text for column in COLUMNS)
        assert f"第{number}页共{len(found)}页" in text
        assert "打印人王芳" in text
        assert "内部资料注意保管" in text
        assert re.search(r"王\d{4}", text)
        assert ("=本月底97" in text) == (number == len(found))
        assert ("填表人" in text) == (number == len(found))
    assert re.findall(r"王\d{4}", "".join(found)) == [row[1] for row in people(count)]


def test_nineteen_rows_stand_on_a_page() -> None:
    assert len(pages(draw(sheet(section(people(19)), signatures=())))) == 1
    assert len(pages(draw(sheet(section(people(20)), signatures=())))) == 2


def test_an_empty_roster_is_one_proper_page() -> None:
    for empty in (sheet(), sheet(section([], foot=FOOT))):
        (text,) = pages(draw(empty))
        assert "序号姓名" in text
        assert "本月无" in text
        assert all(label in text for label in SIGNED)


def test_a_long_name_makes_its_row_higher_and_is_not_lost() -> None:
    rows = people(40)
    rows[3] = ("4▲▼", UYGHUR, *rows[3][2:])

    found = pages(draw(sheet(section(rows))))

    assert UYGHUR in found[0]
    assert "4▲▼" in found[0]
    assert len(found) == 3
    assert "第3页共3页" in found[2]


def test_nothing_reaches_over_the_edge_of_the_paper_or_into_the_footer() -> None:
    rows = [(f"{n}▲▼", UYGHUR, "1985.03", "中国共产党" * 9, "1") for n in range(9990, 10020)]

    document = pypdfium2.PdfDocument(draw(sheet(section(rows))))

    for page in document:
        width, height = page.get_size()
        for item in page.get_objects(max_depth=1):
            left, bottom, right, top = item.get_bounds()
            assert 0 < left < right < width
            assert 30 < bottom < top < height - 40
    document.close()


def test_each_section_begins_on_a_new_page_under_its_name() -> None:
    found = pages(
        draw(
            sheet(
                section(people(25), title="东风村党支部", foot=["东风村党支部共25人"]),
                section([], title="红旗村党支部"),
                section(people(3, 26), title="青石村党支部", foot=["青石村党支部共3人"]),
            )
        )
    )

    assert [re.findall("..村党支部", text)[0] for text in found] == [
        "东风村党支部",
        "东风村党支部",
        "红旗村党支部",
        "青石村党支部",
    ]
    assert ["填表人" in text for text in found] == [False, True, True, True]
    assert "本月无" in found[2]


def test_sections_may_go_on_below_each_other_and_a_name_never_stands_last() -> None:
    parts = [
        section(people(4, 4 * n), title=f"第{n}支部", foot=[f"共{n}"], page_break=False)
        for n in range(12)
    ]

    found = pages(draw(sheet(*parts)))

    assert all(not re.search(r"支部打印人", text) for text in found)
    assert sum(text.count("支部") for text in found) == 12
    assert ["填表人" in text for text in found] == [False] * (len(found) - 1) + [True]


def test_the_cover_shows_every_count_however_many() -> None:
    boxes = [Box(heading="学历", lines=[(f"第{n}类", str(n)) for n in range(60)])]
    boxes += [Box(heading="党员", lines=[("总数", "445")]), Box(heading="年龄", lines=[])]

    found = pages(draw(sheet(section(people(1)), cover=boxes)))

    everything = "".join(found)
    assert all(f"第{n}类{n}" in everything for n in range(60))
    assert "总数445" in everything
    assert "序号" not in found[0]
    assert f"第1页共{len(found)}页" in found[0]


def test_long_sub_lines_and_footers_are_broken_not_clipped() -> None:
    long = "填报单位(盖章)：" + "中国共产党内蒙古自治区呼和浩特市清水河县" * 4
    printed = "编号 F05-2026-10-0001 / 打印人 王芳 / 打印时间 2026年11月2日 09:31 / " * 3

    (text,) = pages(
        draw(sheet(section(people(1)), left=long, printed=printed, title="花名册" * 20))
    )

    assert "花名册" * 20 in text
    assert long.replace(" ", "") in text
    assert "统计月份：2026年10月" in text
    assert text.count("09:31") == 3


def test_a_wide_roster_stands_on_a3_and_a_wider_one_is_an_error() -> None:
    wide = [*COLUMNS, *COLUMNS, *COLUMNS]
    rows = [[*row, *row, *row] for row in people(3)]

    assert len(pages(draw(sheet(section(rows), columns=wide, size=A3_ACROSS)))) == 1
    with pytest.raises(ValueError, match="wide"):
        draw(sheet(section(rows), columns=wide))


def test_rows_that_are_not_as_announced_are_an_error() -> None:
    with pytest.raises(ValueError, match="announced"):
        draw(sheet(section(people(3), count=4)))
    with pytest.raises(ValueError, match="texts"):
        draw(sheet(section([("1", "王芳")])))


def test_a_row_higher_than_a_page_is_refused_by_its_number() -> None:
    rows = [("7", "长" * 400, "", "", "")]

    with pytest.raises(Refused, match="第 7 行"):
        draw(sheet(section(rows)))


def test_characters_without_a_glyph_anywhere_stop_the_print_in_one_sentence() -> None:
    rows = [("1", "王\ue000", "", "四川\t省", ""), ("2", "𪜀", "", "", "")]

    with pytest.raises(Refused) as refused:
        draw(sheet(section(rows)))

    assert all(code in refused.value.words for code in ("U+0009", "U+E000", "U+2A700"))


def test_a_section_is_asked_for_when_the_rows_before_it_are_used_up() -> None:
    asked: list[str] = []

    def rows(name: str) -> Iterator[tuple[str, ...]]:
        for row in people(2):
            asked.append(f"{name}{row[0]}")
            yield row

    def sections() -> Iterator[Section]:
        for name in "甲乙":
            asked.append(name)
            yield Section(rows=rows(name), count=2)

    draw(sheet(sections=sections()))

    assert asked == ["甲", "甲1", "甲2", "乙", "乙1", "乙2"]


def test_equal_sheets_give_equal_bytes() -> None:
    def made() -> bytes:
        return draw(sheet(section(people(30), foot=FOOT)))

    assert made() == made()


def test_every_page_of_a_sample_bears_a_light_mark_under_what_it_says() -> None:
    about = {"cover": [Box(heading="学历", lines=[("大学本科", "3")])]}
    plain = pages(draw(sheet(section(people(25)), **about)))

    marked = draw(sheet(section(people(25)), sample=True, **about))

    assert [text.replace("演示", "", 3) for text in pages(marked)] == plain
    document = pypdfium2.PdfDocument(marked)
    for page in document:
        width, height = page.get_size()
        first = list(page.get_objects(max_depth=1))[:3]
        for item in first:
            left, bottom, right, top = item.get_bounds()
            assert 0 < left < right < width
            assert 0 < bottom < top < height
            assert top - bottom > height / 5
    document.close()
