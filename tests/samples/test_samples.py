"""Samples: invented people keep the rules of the trade, and the remarkable ones are all there."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from partyservice.kernel import idnumber
from partyservice.kernel.codes import code_table
from partyservice.kernel.readings import readings_of_name
from partyservice.samples import (
    BRANCHES,
    HOME,
    ORGANISATIONS,
    OTHER_ORGANISATIONS,
    PERSONAS,
    TODAY,
    Person,
    Stay,
    inflows,
    outflows,
    people,
)
from partyservice.samples.member import month_before, years_after

MANY = 3000
CODES = {
    "sex": "sex",
    "ethnic": "ethnic",
    "education": "education",
    "degree": "degree",
    "category": "category",
    "job": "job",
    "status": "membership_status",
    "id_kind": "id_kind",
}
STAY_CODES = {
    "scope": "scope",
    "reason": "mobile_reason",
    "former_occupation": "former_occupation",
    "dest_unit": "destination_kind",
    "pattern": "mobile_pattern",
    "dues_place": "dues_place",
    "proof": "proof",
    "end_reason": "end_reason",
}


@pytest.fixture(scope="module")
def members() -> list[Person]:
    return list(people(MANY))


@pytest.fixture(scope="module")
def away(members: list[Person]) -> list[Stay]:
    return list(outflows(members))


@pytest.fixture(scope="module")
def here() -> list[Stay]:
    return list(inflows(200))


def day(text: str) -> date:
    return date.fromisoformat(text)


def persona(members: list[Person], which: str) -> Person:
    return next(member for member in members if member["persona"] == which)


def test_the_same_seed_gives_the_same_people(members: list[Person]) -> None:
    assert list(people(100)) == members[:100]
    assert list(people(100, seed=2)) != members[:100]


def test_few_people_are_the_first_personas() -> None:
    assert [member["persona"] for member in people(3)] == list(PERSONAS[:3])
    assert list(people(0)) == []


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2025, 3, 1)])
def test_everybody_keeps_the_rules(today: date) -> None:
    for member in people(MANY, seed=3, today=today):
        born, joined = day(member["birth"]), day(member["joined"])
        number = member["id_number"]
        assert idnumber.is_valid(number)
        assert number.startswith("99")
        assert code_table("sex").find(member["sex"]) == idnumber.sex_of(number)
        assert (idnumber.birth_of(number) == born) != bool(member["birth_reason"])
        assert years_after(born, 19) <= joined <= today
        assert member["phone"] or member["landline"]
        keeps_dates(member, joined, today)


def keeps_dates(member: Person, joined: date, today: date) -> None:
    at_once = date(1969, 4, 1) <= joined <= date(1977, 8, 11)
    due = joined if at_once else years_after(joined, 1)
    if member["category"] == "正式党员":
        assert day(member["full"]) == due <= today
    else:
        assert member["full"] == ""
        assert due > today or day(member["extended_until"]) > today


def test_numbers_and_telephones_are_all_different(members: list[Person], here: list[Stay]) -> None:
    assert len({person["id_number"] for person in [*members, *here]}) == MANY + len(here)
    assert len({person["phone"] for person in members if person["phone"]}) == MANY - 1


@pytest.mark.parametrize("key", CODES)
def test_the_words_of_people_are_words_of_the_code_tables(members: list[Person], key: str) -> None:
    words = {member[key] for member in members if member[key]}

    assert {word for word in words if code_table(CODES[key]).find(word) is None} == set()


@pytest.mark.parametrize("key", STAY_CODES)
def test_the_words_of_stays_are_words_of_the_code_tables(
    away: list[Stay], here: list[Stay], key: str
) -> None:
    words = {stay[key] for stay in [*away, *here] if stay[key]}

    assert words
    assert {word for word in words if code_table(STAY_CODES[key]).find(word) is None} == set()


def test_the_personas_are_remarkable(members: list[Person]) -> None:
    uyghur = persona(members, "uyghur")["name"]
    assert uyghur.count("·") == 2
    assert len(uyghur) >= 20
    assert any(ord(character) > 0x20000 for character in persona(members, "rare")["name"])
    assert readings_of_name(persona(members, "compound")["name"])[0][0].startswith("yuchi")
    assert persona(members, "joined_1971")["full"] == persona(members, "joined_1971")["joined"]
    assert years_after(day(persona(members, "due")["joined"]), 1) == TODAY + timedelta(days=7)
    assert persona(members, "birth_differs")["birth_reason"]
    assert persona(members, "lost")["lost_since"] == month_before(TODAY, 7)
    assert day(persona(members, "suspended")["suspended_on"]) == date(2024, 11, 22)
    assert persona(members, "suspended")["status"] == "停止党籍"
    assert TODAY.year - int(persona(members, "oldest")["birth"][:4]) == 101


def test_the_twins_stand_in_one_branch(members: list[Person]) -> None:
    one, other = persona(members, "twin_a"), persona(members, "twin_b")

    assert (one["name"], one["branch"]) == (other["name"], other["branch"])
    assert one["id_number"] != other["id_number"]


def test_an_extension_ends_between_half_a_year_and_a_year_after_the_first(
    members: list[Person],
) -> None:
    extended = persona(members, "extended")

    assert extended["category"] == "预备党员"
    assert day(extended["extended_until"]) == years_after(day(extended["joined"]), 2)


def test_every_branch_has_members(members: list[Person]) -> None:
    assert {member["branch"] for member in members} == {str(n) for n in range(len(BRANCHES))}
    assert {member["branch"] for member in people(200, branches=3)} == {"0", "1", "2"}


def test_there_are_surnames_and_peoples_of_all_kinds(members: list[Person]) -> None:
    many = [*members, *people(20_000, seed=5)]
    ethnic = Counter(member["ethnic"] for member in many)

    assert ethnic["汉族"] > 18_000
    assert len(ethnic) > 15
    assert any(member["name"][:2] == "欧阳" for member in many)
    assert any(member["name"][0] == "单" for member in many)
    assert any(ord(member["name"][-1]) > 0x20000 for member in many)


def test_who_is_away_has_one_stay_that_goes_on(members: list[Person], away: list[Stay]) -> None:
    going_on = Counter(int(stay["person"]) for stay in away if not stay["ended_on"])

    assert set(going_on.values()) == {1}
    assert going_on.keys() == {n for n, m in enumerate(members) if m["mobile"] == "是"}


def test_the_days_of_a_stay_are_in_order(members: list[Person], away: list[Stay]) -> None:
    for stay in away:
        assert day(members[int(stay["person"])]["joined"]) <= day(stay["left_on"]) <= TODAY
        assert day(stay["reported_on"]) <= TODAY
        assert not stay["ended_on"] or day(stay["left_on"]) <= day(stay["ended_on"]) <= TODAY
        assert bool(stay["card_no"]) == (stay["has_card"] == "是")
        assert stay["origin_org"]


@pytest.mark.parametrize("back", [0, 1, 2])
def test_rosters_of_the_last_months_have_comings_and_goings(away: list[Stay], back: int) -> None:
    month = month_before(TODAY, back)

    assert any(stay["left_on"].startswith(month) for stay in away)
    assert any(stay["ended_on"].startswith(month) for stay in away)


def test_abroad_is_no_region_and_is_met_every_half_year(away: list[Stay]) -> None:
    abroad = next(stay for stay in away if stay["persona"] == "abroad")

    assert (abroad["region"], abroad["scope"], abroad["interval"]) == ("", "出国(境)", "180")


def test_who_is_lost_left_before_the_contact_broke_off(away: list[Stay]) -> None:
    lost = [stay for stay in away if stay["lost_since"]]

    assert any(stay["persona"] == "lost" for stay in lost)
    assert all(stay["left_on"][:7] <= stay["lost_since"] for stay in lost)


def test_the_first_guest_has_only_his_word(here: list[Stay]) -> None:
    assert here[0]["persona"] == "only_stated"
    assert here[0]["proof"] == "仅口头说明"
    assert here[0]["enrolled_on"] == here[0]["host_branch"] == ""


def test_guests_come_from_elsewhere_and_are_put_into_our_branches(here: list[Stay]) -> None:
    for guest in here:
        assert guest["region"] != HOME
        assert guest["origin_org"].startswith("中共")
        assert day(guest["joined"]) <= day(guest["arrived_on"]) <= TODAY
        assert guest["host_branch"] == "" or int(guest["host_branch"]) < len(BRANCHES)
    assert any(guest["ended_on"] for guest in here)


def test_the_tree_is_that_of_the_handbook() -> None:
    kinds = Counter(organisation["type"] for organisation in ORGANISATIONS)

    assert kinds == {"党委": 1, "党总支部": 3, "党支部": 13, "联合党支部": 1, "临时党支部": 1}
    assert [o["mobile"] for o in ORGANISATIONS].count("是") == 1
    assert len(BRANCHES) == 14
    for place, organisation in enumerate(ORGANISATIONS):
        assert organisation["parent"] == "" or int(organisation["parent"]) < place
        assert code_table("org_type").find(organisation["type"])
        assert code_table("unit_kind").find(organisation["unit_kind"])
        assert code_table("transfer_scope").find(organisation["scope"])
        assert code_table("host_unit_situation").find(organisation["situation"])


def test_the_address_book_has_the_keys_of_our_own() -> None:
    for organisation in OTHER_ORGANISATIONS:
        assert organisation.keys() == ORGANISATIONS[0].keys()
        assert organisation["region"] in code_table("region").labels
        assert code_table("transfer_scope").find(organisation["scope"])
