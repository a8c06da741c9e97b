"""Conditions: every kind of field asked for in every way it allows, in SQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partyservice.app import App
from partyservice.desk.listing import PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.kernel.asking import Condition, How, condition_of, hows
from partyservice.kernel.errors import Invalid, Refused
from partyservice.members.drafts import MEMBER
from partyservice.organisations.listing import ORGANISATIONS
from partyservice.storage.listing import Listing
from tests.builders import (
    BRANCHES,
    branch,
    change,
    member,
    new_office,
    outflow,
    somebody,
    with_branches,
)

LISTINGS = (PEOPLE, STAYS_AWAY, STAYS_HERE, ORGANISATIONS)
TRIED = {
    How.CONTAINS: ("东",),
    How.STARTS: ("东",),
    How.WITHIN: ("江苏省",),
    How.YES: (),
    How.NO: (),
    How.FILLED: (),
    How.EMPTY: (),
}


def found(app: App, listing: Listing, key: str, how: How, *texts: str) -> set[str]:
    """The first cells of the rows that one condition lets through."""
    wanted = app.wanted(conditions=(Condition(key, how, texts),))
    rows = app.window(listing, app.ids(listing, wanted))
    assert {row[0] for row in app.first(listing, wanted)} == {row[0] for row in rows}
    assert app.count(listing, wanted) == len(rows)
    return {row[1] for row in rows}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    app = with_branches(new_office(tmp_path_factory.mktemp("people") / "office"))
    somebody(app, "赵四", person__born="1980-02", person__address="东风村")
    somebody(app, "钱三", person__born="1980", person__education="硕士研究生毕业")
    somebody(
        app,
        "孙百",
        person__born="1981-05-06",
        person__address="5%村",
        member__branch_id=BRANCHES[1],
    )
    last = somebody(app, "李一", person__born="", person__address="", person__ethnic="")
    change(app, MEMBER, last, member__is_lost="是", member__lost_since="2026-03")
    yield app
    app.close()


@pytest.mark.parametrize(
    ("key", "how", "texts", "names"),
    [
        ("person.name", How.CONTAINS, ("三",), {"钱三"}),
        ("person.address", How.CONTAINS, ("%",), {"孙百"}),
        ("person.name", How.STARTS, ("赵",), {"赵四"}),
        ("person.address", How.EMPTY, (), {"李一"}),
        ("person.ethnic", How.FILLED, (), {"赵四", "钱三", "孙百"}),
        ("person.ethnic", How.AMONG, ("汉族", "回族"), {"赵四", "钱三", "孙百"}),
        ("person.born", How.BETWEEN, ("1980", "1980"), {"赵四", "钱三"}),
        ("person.born", How.BETWEEN, ("1980.02", ""), {"赵四", "孙百"}),
        ("person.born", How.BETWEEN, ("", "1981-05-05"), {"赵四", "钱三"}),
        ("member.is_lost", How.YES, (), {"李一"}),
        ("member.is_lost", How.NO, (), {"赵四", "钱三", "孙百"}),
        ("member.lost_since", How.BETWEEN, ("2026-03", "2026-03"), {"李一"}),
        ("organisation.full_name", How.CONTAINS, ("东风",), {"孙百"}),
        ("person.id_number", How.FILLED, (), set()),
        ("derived.待补", How.CONTAINS, ("民族",), {"李一"}),
        ("derived.状态", How.STARTS, ("失",), {"李一"}),
    ],
)
def test_rows_are_narrowed_by(
    people: App, key: str, how: How, texts: tuple[str, ...], names: set[str]
) -> None:
    assert found(people, PEOPLE, key, how, *texts) == names


def test_a_group_of_codes_is_all_its_members(app: App) -> None:
    somebody(app, "赵四", person__education="硕士研究生毕业")
    somebody(app, "钱三", person__education="初中毕业")
    field = PEOPLE.field("person.education")
    group = field.kind.show("10")

    assert found(app, PEOPLE, field.key, How.AMONG, group) == {"赵四"}


def test_a_province_holds_its_counties_and_a_number_is_between_two(app: App) -> None:
    outflow(app, "赵四", "2026-03")
    outflow(app, "钱三", "2026-04", outflow__place="浙江省杭州市西湖区")
    place, days = "outflow.place", "outflow.contact_interval"

    assert found(app, STAYS_AWAY, place, How.WITHIN, "江苏省") == {"赵四"}
    assert found(app, STAYS_AWAY, place, How.WITHIN, "浙江省杭州市") == {"钱三"}
    assert found(app, STAYS_AWAY, days, How.BETWEEN, "80", "90") == {"赵四", "钱三"}
    assert found(app, STAYS_AWAY, days, How.BETWEEN, "91", "") == set()


def test_who_has_no_link_has_nothing_filled_behind_it(empty: App) -> None:
    branch(empty, BRANCHES[0])
    above = next(f.key for f in ORGANISATIONS.known if f.label == "上级党组织")

    # a branch lies below the committee of the office, which lies below nobody
    assert BRANCHES[0] in found(empty, ORGANISATIONS, above, How.FILLED)
    assert BRANCHES[0] not in found(empty, ORGANISATIONS, above, How.EMPTY)
    assert found(empty, ORGANISATIONS, above, How.EMPTY)


def test_conditions_hold_together_and_with_a_search(people: App) -> None:
    both = (
        Condition("person.born", How.BETWEEN, ("1980", "")),
        Condition("person.education", How.AMONG, ("硕士研究生毕业",)),
    )

    def names(text: str) -> list[str]:
        wanted = people.wanted(text, {"member.state": "在册"}, conditions=both)
        return [row[1] for row in people.window(PEOPLE, people.ids(PEOPLE, wanted))]

    assert names("") == ["钱三"] == names("钱")
    assert names("赵") == []


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.about.__tablename__)
def test_every_field_can_be_shown_sorted_by_and_asked_for(app: App, listing: Listing) -> None:
    member(app)
    outflow(app, "赵四", "2026-03")
    for field in listing.known:
        wanted = app.wanted(order=field.key, columns=(field.key,))
        rows = app.first(listing, wanted)
        assert {len(row) for row in rows} <= {2}
        assert list(rows) == list(app.window(listing, app.ids(listing, wanted), (field.key,)))
        for how in hows(field):
            texts = TRIED.get(how, ())
            if how is How.AMONG:
                texts = tuple(label for _, label in app.choices(field.kind)[:2])
            if how is How.BETWEEN:
                texts = ("1", "") if field.kind.right else ("2020-01-01", "2026-12-31")
            found(app, listing, field.key, how, *texts)


def test_only_what_is_shown_is_read(app: App) -> None:
    member(app)
    ids = app.ids(PEOPLE, app.wanted())
    keys = ("person.ethnic", "person.name")

    assert list(app.window(PEOPLE, ids, keys)) == [(ids[0], "01", "钟庆龙")]
    assert "organisation" not in str(PEOPLE._of_ids(keys))


def test_a_linked_name_has_a_key_and_an_order_of_its_own(empty: App) -> None:
    own, above = (f.key for f in ORGANISATIONS.known if f.key.endswith("organisation.full_name"))
    top = empty.window(ORGANISATIONS, empty.ids(ORGANISATIONS, empty.wanted()))[0][1]
    branch(empty, "甲党支部", organisation__parent_id=top)

    rows = empty.window(
        ORGANISATIONS, empty.ids(ORGANISATIONS, empty.wanted(order=above)), (own, above)
    )
    assert [row[1:] for row in rows] == [(top, None), ("甲党支部", top)]


def test_numbers_that_are_masked_are_not_read_out_by_asking() -> None:
    for listing in LISTINGS:
        for field in listing.known:
            if field.mask:
                assert set(hows(field)) <= {How.FILLED, How.EMPTY}


def test_what_cannot_be_read_says_so(app: App) -> None:
    for texts, words in ((("去年", ""), "看不懂日期"), (("", ""), "还没有填")):
        with pytest.raises(Invalid, match=words):
            found(app, PEOPLE, "person.born", How.BETWEEN, *texts)
    with pytest.raises(Refused, match="没有"):
        found(app, PEOPLE, "person.shoes", How.FILLED)


def test_a_condition_is_kept_as_it_was_typed() -> None:
    condition = Condition("person.born", How.BETWEEN, ("1980.02", ""))

    assert condition_of(condition.kept()) == condition
    assert condition.words() == "1980.02 起"


def test_what_a_filter_still_lets_through(app: App) -> None:
    first = member(app)
    second = somebody(app, "赵四", member__category="预备党员", member__full_on="")
    wanted = app.wanted(where={"member.category": "1"})

    assert app.lists.still(PEOPLE, wanted, [first, second]) == {first}


@pytest.mark.parametrize(
    ("how", "texts"),
    [
        (How.CONTAINS, ("三", "四")),
        (How.STARTS, ("钱", "", "")),
        (How.CONTAINS, ("三\ud83d",)),
        (How.CONTAINS, ("三", "';DROP TABLE person;--")),
    ],
)
def test_more_texts_than_are_asked_for_are_not_looked_at(
    people: App, how: How, texts: tuple[str, ...]
) -> None:
    assert found(people, PEOPLE, "person.name", how, *texts) == {"钱三"}


@pytest.mark.parametrize(
    "text", ["%", "_", "'", '"', "\\", "';DROP TABLE person;--", "𠮷", "[", "*", "a" * 5000]
)
@pytest.mark.parametrize("how", [How.CONTAINS, How.STARTS])
def test_a_text_is_looked_for_as_it_stands(people: App, how: How, text: str) -> None:
    there = {"孙百"} if text == "%" and how is How.CONTAINS else set()

    assert found(people, PEOPLE, "person.address", how, text) == there
