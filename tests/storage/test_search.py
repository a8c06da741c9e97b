from __future__ import annotations

import pytest
from sqlalchemy import select

from partyservice.app import App
from partyservice.desk.finding import find
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.kinds import Text
from partyservice.members.drafts import MEMBER
from partyservice.members.model import Member, Person
from partyservice.organisations.drafts import ORGANISATION
from partyservice.organisations.listing import ORGANISATIONS
from partyservice.storage.listing import Listing
from partyservice.storage.record import column
from tests.builders import branch, change, member, somebody


def found(app: App, words: str) -> list[str]:
    return [row[1] for row in app.first(PEOPLE, app.wanted(words))]


@pytest.mark.parametrize(
    "words",
    [
        *("单田芳", "田芳", "芳", "shantianfang", "shantian", "stf", "STF"),
        *("4747", "80424747", "271497"),
        *("单 4747", "4747 单", "stf 1497", " 单田芳 ", "１４９７"),
    ],
)
def test_somebody_is_found_by_name_pinyin_initials_and_number_tails(app: App, words: str) -> None:
    member(app, person__name="单田芳")
    somebody(app, "李志强", person__born="1970-01")

    assert found(app, words) == ["单田芳"]


@pytest.mark.parametrize("words", ["王", "dantian x", "9999", "单 9999", "田单"])
def test_what_nobody_has_finds_nobody(app: App, words: str) -> None:
    member(app, person__name="单田芳")

    assert found(app, words) == []


def test_a_number_that_ends_in_x_is_found_by_it(app: App) -> None:
    member(app, person__id_number="99010019850307058X", person__sex="女", person__born="1985.03")

    assert found(app, "058x") == ["钟庆龙"]


def test_a_private_character_of_an_old_sheet_finds_what_it_is_now(app: App) -> None:
    somebody(app, "王䶮")

    assert found(app, "王\ue863") == found(app, "\ue863") == ["王䶮"]


def test_the_dot_of_a_name_need_not_be_typed(app: App) -> None:
    somebody(app, "买买提·艾合买提")

    assert found(app, "买买提艾合") == found(app, "买买提·艾合") == ["买买提·艾合买提"]


def test_a_corrected_name_is_found_and_the_old_one_no_more(app: App) -> None:
    key = member(app, person__name="张志强")
    change(app, MEMBER, key, person__name="章志强")

    assert found(app, "章") == ["章志强"]
    assert found(app, "张") == []
    assert found(app, "4747") == ["章志强"]


def test_a_reading_of_ones_own_finds_too(app: App) -> None:
    member(app, person__name="单田芳", person__reading="dan tian fang")

    assert found(app, "dantianf") == found(app, "dtf") == ["单田芳"]


def test_first_and_all_are_the_same_people_in_the_same_order(app: App) -> None:
    for name in ("张三", "张志强", "张力", "李张"):
        somebody(app, name, person__born=f"19{60 + len(name)}-0{len(name)}")

    wanted = app.wanted("张")
    first = [row[0] for row in app.first(PEOPLE, wanted)]

    assert first == list(app.ids(PEOPLE, wanted))
    assert app.count(PEOPLE, wanted) == 4


def test_a_key_that_two_columns_give_stays_while_one_of_them_does(app: App) -> None:
    key = branch(app, "青石镇新河村党支部", organisation__short_name="新河村党支部")

    change(app, ORGANISATION, key, organisation__short_name="河边支部")

    for words in ("新河村", "河边", "qszxhcdzb"):
        assert [row[0] for row in app.first(ORGANISATIONS, app.wanted(words))] == [key]


def test_a_voided_record_is_found_no_more(app: App) -> None:
    member(app, person__name="单田芳")
    with app.store.write(app.by) as session:
        person = session.scalars(select(Person)).one()
        person.void_reason = "登记错人"

    with app.store.read() as session:
        assert find(session, app.wanted("单田芳")).hits == []
        assert find(session, app.wanted("4747")).count == 0


def test_search_by_a_kind_without_keys_is_refused_where_it_is_declared() -> None:
    with pytest.raises(TypeError, match="Text has no keys"):
        column("党徽编号", Text(20), finds=True)


def test_a_list_that_nothing_finds_cannot_be_searched(app: App) -> None:
    listing = Listing(about=Member, columns=(Member.category,), order=(Member.category,))

    with pytest.raises(TypeError, match="Member"):
        app.first(listing, app.wanted("李"))
