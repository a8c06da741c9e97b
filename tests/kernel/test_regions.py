"""Regions: places as sheets write them, and no guess between two of one name."""

from __future__ import annotations

import pytest

from partyservice.kernel import regions
from partyservice.kernel.codes import code_table

KNOWN = [
    ("四川省成都市武侯区人民路1号", "510107", "人民路1号"),
    ("江苏苏州昆山", "320583", ""),
    ("江苏 苏州 昆山", "320583", ""),
    ("江苏省/苏州市/昆山市", "320583", ""),
    ("中国江苏省南京市", "320100", ""),
    ("上海市浦东新区", "310115", ""),
    ("上海市上海市浦东新区", "310115", ""),
    ("上海浦东", "310115", ""),
    ("北京市市辖区朝阳区", "110105", ""),
    ("北京朝阳区望京街道", "110105", "望京街道"),
    ("苏州市", "320500", ""),
    ("苏州", "320500", ""),
    ("苏州工业园区星湖街", "320500", "工业园区星湖街"),
    ("江苏省南京市XX街道5号", "320100", "XX街道5号"),
    ("四川省武侯区", "510107", ""),
    ("广东省中山市石岐街道", "442000", "石岐街道"),
    ("湖北仙桃", "429004", ""),
    ("河南省济源市", "419001", ""),
    ("海南省直辖县级行政区划文昌市", "469005", ""),
    ("海南", "460000", ""),
    ("吉林", "220000", ""),
    ("吉林吉林", "220200", ""),
    ("内蒙古呼和浩特新城区", "150102", ""),
    ("西藏拉萨", "540100", ""),
    ("新疆维吾尔自治区喀什地区莎车县", "653125", ""),
    ("延边州延吉", "222401", ""),
    ("云南省大理州大理市", "532901", ""),
    ("湖南长沙", "430100", ""),
    ("湖南长沙长沙县", "430121", ""),
    ("朝阳市", "211300", ""),
    ("台湾", "710000", ""),
]
UNKNOWN = ["", "朝阳区", "朝阳", "通州区", "北京路12号", "东区3号楼", "日本东京", "广东中山大学"]


@pytest.mark.parametrize(("text", "code", "rest"), KNOWN)
def test_a_place_is_split_at_the_longest_known_region(text: str, code: str, rest: str) -> None:
    assert regions.split(text) == (code, rest)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_unknown_or_borne_twice_is_left_whole(text: str) -> None:
    assert regions.split(text) == (None, text)


def test_a_name_that_two_counties_of_a_province_bear_stays_in_the_rest() -> None:
    assert regions.split("江苏鼓楼区") == ("320000", "鼓楼区")


def test_a_short_name_before_a_street_is_not_torn_from_it() -> None:
    assert regions.split("成都武侯祠大街") == ("510100", "武侯祠大街")


def test_every_region_is_found_by_its_whole_name() -> None:
    wrong = {
        label: regions.split(label)
        for code, label in code_table("region").labels.items()
        if regions.split(label) != (code, "")
    }

    assert wrong == {}


def test_nothing_of_the_text_is_lost() -> None:
    for code in list(code_table("region").labels)[::7]:
        text = regions.name(code) + "幸福里3号"
        found, rest = regions.split(text)
        assert regions.name(found or "") + rest == text


def test_the_levels_are_told_by_the_digits() -> None:
    assert [regions.level(code) for code in ("320000", "320500", "320583")] == [1, 2, 3]
    assert (regions.province("320583"), regions.city("320583")) == ("320000", "320500")
    assert (regions.province("110105"), regions.city("110105")) == ("110000", "")
    assert regions.city("429004") == ""
    assert regions.province("990100") == ""


def test_names_and_pickers() -> None:
    assert regions.name("320583") == "江苏省苏州市昆山市"
    assert regions.own_name("320583") == "昆山市"
    assert regions.own_name("429004") == "仙桃市"
    assert regions.own_name("110000") == "北京市"
    assert regions.name("999999") == "999999"
    assert len(regions.children()) == 34
    assert "320500" in regions.children("320000")
    assert "320583" in regions.children("320500")
    assert "110105" in regions.children("110000")
    assert regions.children("320583") == ()


def test_a_place_is_found_by_part_of_its_name_or_the_beginning_of_its_code() -> None:
    assert regions.found("昆山", 50) == [("320583", "江苏省苏州市昆山市")]
    assert regions.found("320583", 50) == regions.found("昆山", 50)
    assert all(code.startswith("3205") for code, _ in regions.found("3205", 50))
    assert len(regions.found("", 50)) == 50
    assert regions.found("桃花源", 50) == []
