"""Who may not see people sees none: in no list, by no search, on no paper, in no part to come."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from partyservice import offices  # noqa: F401 - has imported every context
from partyservice.app.customs import Customs
from partyservice.kernel.actor import PEOPLE as SEE
from partyservice.kernel.errors import Refused
from partyservice.kernel.kinds import Ref
from partyservice.kernel.names import PersonName
from partyservice.kernel.numbers import IdNumber, Phone
from partyservice.kernel.unsaved import Unsaved
from partyservice.members.model import Person
from partyservice.rosters.model import CustomRoster
from partyservice.security.rights import ADMINISTRATION, DESK, MATRIX, RIGHTS, ROLES, rights_of
from partyservice.storage.listing import Listing
from partyservice.storage.record import Record, described, links_of
from partyservice.storage.shown import linked
from tests.builders import CLOCK
from tests.security.acting import CANARY, World, declared
from tests.security.uses import LISTED, UNLISTED


def test_no_administrative_role_has_a_right_that_shows_a_person() -> None:
    showing = {right.name for right in MATRIX if right.group in ("人员", "组织", "名册和表格")}
    for name in ADMINISTRATION:
        assert not ROLES[name].rights & showing
    assert all(SEE in ROLES[name].rights for name in DESK)


def test_the_roles_give_together_what_each_gives() -> None:
    assert rights_of(("auditor", "clerk")) == ROLES["auditor"].rights | ROLES["clerk"].rights
    assert rights_of(ROLES) == RIGHTS.keys()
    with pytest.raises(KeyError):
        rights_of(("desk",))


@pytest.mark.parametrize("role", ADMINISTRATION)
def test_an_administrator_sees_no_person_in_any_list(at: World, role: str) -> None:
    listings = declared(Listing)
    assert {id(each) for each in (*LISTED, *UNLISTED)} <= {id(each) for each in listings}
    seen = ""
    with at.acting(role) as app:
        for listing in listings:
            with suppress(Refused):
                fields = listing.known
                columns = () if not listing.narrowable else tuple(f.key for f in fields)
                rows = app.window(listing, app.ids(listing, app.wanted()), columns)
                assert not listing.about_people
                seen += repr(rows)
        seen += repr(app.diagnosis.gather({}))
        seen += repr(app.choices(Ref("organisation.full_name"), ""))
    assert seen
    assert not [word for word in CANARY if word in seen]


def test_what_is_declared_free_of_people_has_no_word_of_them() -> None:
    kinds: list[Any] = [mapper.class_ for mapper in Record.registry.mappers]
    free = [kind for kind in kinds if not kind.about_people]
    assert {each.__tablename__ for each in free} >= {"office", "holiday", "code_entry"}
    for record in free:
        assert Person not in [linked(link) for link in links_of(record)]
        held = {type(field.kind) for field in described(record)}
        assert not {PersonName, IdNumber, Phone} & held, record.__tablename__


def test_a_kind_of_record_that_says_nothing_counts_as_about_people(at: World) -> None:
    """As in a context that comes later: nobody need remember to guard it."""
    unsaid = Listing(about=CustomRoster, columns=(CustomRoster.name,), order=(CustomRoster.name,))
    with at.acting("system_admin") as app, pytest.raises(Refused, match="没有这项权限"):
        app.first(unsaid, app.wanted())
    with at.acting("clerk") as app:
        assert app.first(unsaid, app.wanted())


def test_a_part_that_says_nothing_reads_by_the_right_only(at: World) -> None:
    with at.acting("auditor") as app:
        part = app.part(Customs)
        with pytest.raises(Refused, match="没有这项权限"), part.read():
            raise AssertionError
    with at.acting("clerk") as app, app.part(Customs).read() as session:
        assert session.get(Person, at.person)


def test_what_was_typed_of_people_is_there_again_with_the_right(at: World) -> None:
    typed = Unsaved(id=7, at=CLOCK.now(), place="党员", title="修改", texts={"person.name": "某"})
    other = Unsaved(id=8, at=CLOCK.now(), place="本中心", title="修改", texts={"office.name": "某"})
    with at.acting("system_admin") as app:
        app.kept.keep(typed)
        app.kept.keep(other)
        assert [each.id for each in app.kept.unsaved()] == [8]
        app.kept.by = type(app.by)(app.by.name, rights_of(ROLES))
        assert {each.id for each in app.kept.unsaved()} == {7, 8}
        app.kept.forget(7)
        app.kept.forget(8)


def test_the_refusal_names_the_right_that_is_wanting(at: World) -> None:
    with at.acting("auditor") as app, pytest.raises(Refused) as caught:
        app.may("exchange.import")
    assert RIGHTS["exchange.import"] in caught.value.words
