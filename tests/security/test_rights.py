"""The matrix, cell by cell: each use case is tried by each role, and allowed or refused as it says.

A use case of the App that stands in no line here makes a test fail; so does a Draft, a Step or a
Listing that is free of people without saying so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from partyservice import offices  # noqa: F401 - has imported every context
from partyservice.app import App
from partyservice.app.app import UNMASK
from partyservice.app.customs import Customs
from partyservice.app.given import Given
from partyservice.app.imports import IMPORT
from partyservice.app.lists import EXPORT, Taken
from partyservice.app.papers import PRINT, Asked
from partyservice.desk.listing import ORGANISATION_TREE, PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.exchange.intake import INTAKES
from partyservice.exchange.planning import Asked as AskedOfImport
from partyservice.kernel.actor import PEOPLE as SEE
from partyservice.kernel.errors import Doubt, Invalid, Refused, Unsettled
from partyservice.kernel.kinds import Ref
from partyservice.kernel.names import PersonName
from partyservice.kernel.numbers import IdNumber, Phone
from partyservice.kernel.unsaved import Unsaved
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.members.model import Person
from partyservice.organisations.flow import EXISTENCE
from partyservice.organisations.listing import OFFICE_ROW, ORGANISATIONS
from partyservice.organisations.model import Organisation
from partyservice.rosters.layout import About
from partyservice.rosters.model import CustomRoster
from partyservice.rosters.rolls import SUMMARY
from partyservice.security.rights import ADMINISTRATION, DESK, MATRIX, RIGHTS, ROLES, rights_of
from partyservice.settings.listing import CODES, DAYS
from partyservice.storage.draft import Draft
from partyservice.storage.flow import Flow
from partyservice.storage.listing import Listing
from partyservice.storage.record import Record, described, field_of, links_of
from partyservice.storage.shown import linked
from tests.builders import CLOCK
from tests.security.acting import CANARY, LAYOUT, World, is_refused, world

T = TypeVar("T")
MONTH = date(2026, 10, 1)
FREE: tuple[str, ...] = ()
PAPER = (SEE, PRINT)
SHEET = (SEE, IMPORT)
LISTED = (PEOPLE, STAYS_AWAY, STAYS_HERE, ORGANISATIONS, ORGANISATION_TREE)
UNLISTED = (CODES, DAYS, OFFICE_ROW)  # those that show nobody
ROLL = Asked(name="F07", month=MONTH)
AT, ANSWER = ("Sheet1", 1), ("person.name", "核对过")


@dataclass(frozen=True, slots=True)
class Use:
    """A use case: the rights it needs, all of them, and how it is tried; `part.name` of the App."""

    name: str
    needs: tuple[str, ...]
    run: Callable[[App, World], object]
    of: str = ""  # which of several


def _declared(kind: type[T]) -> list[T]:
    """All of `kind` that a module of the program declares, each once."""
    modules = [m for name, m in sys.modules.items() if name.startswith("partyservice.")]
    found = [v for m in modules for v in list(vars(m).values()) if isinstance(v, kind)]
    return list({id(each): each for each in found}.values())


def _of_listing(listing: Listing) -> Iterator[Use]:
    needs, of = (FREE if listing in UNLISTED else (SEE,)), f"{listing.about.__name__} {id(listing)}"
    of = next((n for n, v in globals().items() if v is listing), of)

    def taken(app: App) -> Taken:
        return Taken(title="列表", listing=listing, wanted=app.wanted())

    yield Use("first", needs, lambda a, _w: a.first(listing, a.wanted()), of)
    yield Use("ids", needs, lambda a, _w: a.ids(listing, a.wanted()), of)
    yield Use("window", needs, lambda a, _w: a.window(listing, [1]), of)
    yield Use("count", needs, lambda a, _w: a.count(listing, a.wanted()), of)
    yield Use("lists.still", needs, lambda a, _w: a.lists.still(listing, a.wanted(), [1]), of)
    yield Use("lists.texts", needs, lambda a, _w: a.lists.texts(taken(a)), of)
    yield Use(
        "lists.save", (EXPORT, *needs), lambda a, w: a.lists.save(taken(a), w.path(".xlsx")), of
    )


def _export_whole(app: App, at: World) -> None:
    whole = Taken(title="党员", listing=PEOPLE, wanted=app.wanted(), whole=True)
    app.lists.save(whole, at.path(".xlsx"))


def _new_member(app: App, at: World) -> None:
    told = app.load(MEMBER, at.member) if SEE in app.by.rights else {}
    told |= {"person.name": at.name(), "person.id_number": "", "person.mobile_phone": ""}
    told |= {"person.landline": "", "person.born": f"{1950 + at.next() % 40}-03"}
    app.save(MEMBER, told)


def _new_branch(app: App, at: World) -> None:
    step = next(step for step in EXISTENCE.steps if step.name == "found")
    app.take(EXISTENCE, step, {"organisation.full_name": f"青石镇第{at.next()}党支部"})


def _steps(app: App, _at: World) -> None:
    if not app.steps(MEMBERSHIP, None):
        raise Refused("没有这项权限：没有一步。没有改动，请换人。")


def _unsaved(app: App, _at: World) -> None:
    typed = Unsaved(
        id=1, at=CLOCK.now(), place="党员", title="修改", texts={"person.name": CANARY[0]}
    )
    app.kept.keep(typed)
    if not app.kept.unsaved():
        raise Refused("没有这项权限：看不到。没有改动，请换人。")


def _carried_out(app: App, at: World) -> None:
    plan = at.app.imports.plan(at.sheet(), AskedOfImport())
    app.imports.carry_out(plan, "名单")


def _brought(app: App, at: World) -> None:
    review = at.app.imports.open(at.sheet())
    at.app.imports.judge(review)
    app.imports.bring(review, "名单")


def _undone(app: App, at: World) -> None:
    review = at.review()
    at.app.imports.leave(review, AT)
    app.imports.undo(review)


def _new_roster(app: App, at: World) -> None:
    app.customs.save(f"名册{at.next()}", About.MEMBERS, LAYOUT)


def _void_roster(app: App, at: World) -> None:
    at.app.customs.save(f"名册{at.next()}", About.MEMBERS, LAYOUT)
    app.customs.void(at.app.customs.known()[-1], "不用了")


USES = [
    *(use for listing in (*LISTED, *UNLISTED) for use in _of_listing(listing)),
    Use("wanted", FREE, lambda a, _w: a.wanted()),
    Use("family", (SEE,), lambda a, _w: a.family(ORGANISATIONS, a.wanted(), "organisation.id")),
    Use("choices", (SEE,), lambda a, _w: a.choices(Ref("person.name"), "沙"), "people"),
    Use("choices", FREE, lambda a, _w: a.choices(field_of(Organisation.org_type).kind), "words"),
    Use("choices", FREE, lambda a, _w: a.choices(Ref("organisation.full_name"), "青"), "names"),
    Use("load", (SEE,), lambda a, w: a.load(MEMBER, w.member)),
    Use("unmasked", (SEE, UNMASK), lambda a, w: a.unmasked(MEMBER, w.member, "person.id_number")),
    Use("settle", (SEE,), lambda a, _w: a.settle(MEMBER, {})),
    Use("save", (SEE, "members.edit"), _new_member),
    Use("candidates", (SEE,), lambda a, _w: a.candidates(MEMBER, {"person.name": CANARY[0]})),
    Use("steps", (SEE, "members.edit"), _steps),
    Use("take", (SEE, "organisations.edit"), _new_branch),
    Use("people.draft", FREE, lambda a, _w: a.people.draft),
    Use("people.find", (SEE,), lambda a, _w: a.people.find(a.wanted("沙鸥"))),
    Use("people.about", (SEE,), lambda a, w: a.people.about(w.person)),
    Use("people.history", (SEE,), lambda a, w: a.people.history(w.person)),
    Use("people.lists", FREE, lambda a, _w: a.people.lists(PEOPLE)),
    Use("people.of", (SEE,), lambda a, w: a.people.of(PEOPLE, w.member)),
    Use("papers.rolls", FREE, lambda a, _w: a.papers.rolls()),
    Use("papers.branches", (SEE,), lambda a, _w: a.papers.branches("青")),
    Use("papers.look", PAPER, lambda a, _w: a.papers.look(ROLL)),
    Use("papers.preview", PAPER, lambda a, _w: a.papers.preview(ROLL)),
    Use("papers.behind", PAPER, lambda a, _w: a.papers.behind(ROLL, "closing")),
    Use("papers.pdf", PAPER, lambda a, _w: a.papers.pdf("F07", MONTH)),
    Use("papers.made", PAPER, lambda a, _w: a.papers.made(ROLL)),
    Use("papers.save", PAPER, lambda a, w: a.papers.save("F07", MONTH, w.path(".pdf"))),
    Use("papers.save_as", PAPER, lambda a, w: a.papers.save_as(ROLL, w.path(".xlsx"))),
    Use(
        "papers.save",
        (SEE, UNMASK),
        lambda a, w: a.papers.save(SUMMARY.name, MONTH, w.path(".xlsx")),
        "the summary, whole",
    ),
    Use("imports.plan", SHEET, lambda a, w: a.imports.plan(w.sheet(), AskedOfImport())),
    Use("imports.carry_out", SHEET, _carried_out),
    Use("imports.open", SHEET, lambda a, w: a.imports.open(w.sheet())),
    Use("imports.kinds", FREE, lambda a, _w: a.imports.kinds()),
    Use("imports.judge", SHEET, lambda a, w: a.imports.judge(w.review())),
    Use("imports.mend", SHEET, lambda a, w: a.imports.mend(w.review(), [AT], "person.sex", "男")),
    Use(
        "imports.answer", SHEET, lambda a, w: a.imports.answer(w.review(), AT, "person.name", "对")
    ),
    Use("imports.leave", SHEET, lambda a, w: a.imports.leave(w.review(), AT)),
    Use("imports.undo", SHEET, _undone),
    Use("imports.bring", SHEET, _brought),
    Use("imports.clean", SHEET, lambda a, w: a.imports.clean(w.review(), w.path(".xlsx"))),
    Use("kept.habit", FREE, lambda a, _w: a.kept.habit("columns")),
    Use("kept.keep_habit", FREE, lambda a, _w: a.kept.keep_habit("columns", [1])),
    Use("kept.unsaved", (SEE,), _unsaved),
    Use("kept.keep", FREE, lambda a, _w: a.kept.keep(_nothing_typed())),
    Use("kept.forget", FREE, lambda a, _w: a.kept.forget(2)),
    Use("kept.close", FREE, lambda a, _w: a.kept.close()),
    Use("lists.may_take_whole", FREE, lambda a, _w: a.lists.may_take_whole()),
    Use("lists.save", (SEE, EXPORT, UNMASK), _export_whole, "whole"),
    Use("customs.known", (SEE,), lambda a, _w: a.customs.known()),
    Use("customs.offer", FREE, lambda a, _w: a.customs.offer(About.MEMBERS)),
    Use("customs.save", (SEE, "rosters.edit"), _new_roster),
    Use("customs.void", ("rosters.edit",), _void_roster),
    Use("settings.follow", FREE, lambda a, _w: a.settings.follow({})),
    Use("settings.load_words", FREE, lambda a, _w: a.settings.load_words()),
    Use("settings.workdays", FREE, lambda a, _w: a.settings.workdays()),
    Use("settings.office_id", FREE, lambda a, _w: a.settings.office_id()),
    Use("devices.card", (SEE,), lambda a, _w: a.devices.card()),
    Use("devices.holders", (SEE,), lambda a, _w: a.devices.holders("1497")),
    Use("diagnosis.begin", FREE, lambda a, _w: a.diagnosis.begin()),
    Use("diagnosis.close", FREE, lambda a, _w: a.diagnosis.close()),
    Use("diagnosis.gather", FREE, lambda a, _w: a.diagnosis.gather({})),
    Use("diagnosis.save", FREE, lambda a, w: a.diagnosis.save(w.path(".zip"), {})),
    Use("lock.open", FREE, lambda a, _w: a.lock.open("1234")),
]
OWN = {"close"}  # of the App: it reads nothing


def _nothing_typed() -> Unsaved:
    return Unsaved(id=2, at=CLOCK.now(), place="本中心", title="本中心")


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(tmp_path_factory.mktemp("rights") / "office")
    yield made
    made.app.close()


def tried(act: Callable[[], object]) -> bool:
    """Do it; say whether it was allowed: what is refused or asked for other reasons was."""
    try:
        act()
    except Refused as refusal:
        return not is_refused(refusal)
    except (Unsettled, Invalid, Doubt):
        return True
    return True


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.name} {use.of}".strip())
def test_each_role_may_do_what_the_matrix_says(at: World, role: str, use: Use) -> None:
    with at.acting(role) as app:
        assert tried(lambda: use.run(app, at)) == (ROLES[role].rights >= set(use.needs))


def test_there_are_cells_enough() -> None:
    assert len(USES) * len(ROLES) >= 300


def test_no_use_case_of_the_app_is_without_an_entry() -> None:
    named = {use.name for use in USES} | OWN
    for kind in Given.__subclasses__():
        prefix = "" if kind.__name__ == "App" else f"{kind.__name__.lower()}."
        if kind.__module__.startswith("partyservice."):
            public = [name for name in vars(kind) if not name.startswith("_")]
            acts = [n for n in public if callable(getattr(kind, n)) or _is_property(kind, n)]
            missing = {prefix + name for name in acts} - named
            assert not missing, (
                f"say in USES what rights these need, and how they are tried: {missing}"
            )


def _is_property(kind: type[Any], name: str) -> bool:
    return isinstance(vars(kind)[name], property)


def test_the_app_reads_in_one_way_only() -> None:
    """Whatever is read passes the guard of `Given.read`; `IMPERSONAL` must be said."""
    root = Path(sys.modules["partyservice"].__path__[0])
    direct = [
        path.name
        for path in (*(root / "app").glob("*.py"), *(root / "cli").glob("*.py"))
        if "store.read(" in path.read_text("utf-8") and path.name not in ("given.py", "app.py")
    ]

    assert direct == []
    assert (root / "app" / "app.py").read_text("utf-8").count("store.read(") == 1  # its name


# Drafts and steps


@pytest.mark.parametrize("role", ROLES)
def test_each_draft_is_saved_only_with_its_right(at: World, role: str) -> None:
    moves = {id(step.asks) for flow in _declared(Flow) for step in flow.steps if step.source}
    drafts = [draft for draft in _declared(Draft) if id(draft) not in moves]  # those: below
    assert len(drafts) > 10
    with at.acting(role) as app:
        for draft in drafts:
            needs = {draft.right} | ({SEE} if draft.about_people else set())
            allowed = tried(lambda d=draft: app.save(d, {}))  # type: ignore[misc]
            assert allowed == (ROLES[role].rights >= needs), draft.about.__name__


def test_each_draft_has_a_right_or_only_shows() -> None:
    """And what is asked by a step has one: the importer takes rows by it too."""
    assert {draft.right for draft in _declared(Draft)} - {""} <= RIGHTS.keys()
    assert all(step.asks.right for flow in _declared(Flow) for step in flow.steps)


@pytest.mark.parametrize("role", ROLES)
def test_each_step_is_taken_only_with_its_right(at: World, role: str) -> None:
    flows = [flow for flow in _declared(Flow) if flow.about.__module__.startswith("partyservice.")]
    assert len(flows) >= 7
    with at.acting(role) as app:
        for flow in flows:
            for step in flow.steps:
                needs = {step.right} | ({SEE} if flow.about_people else set())
                took = tried(lambda f=flow, s=step: app.take(f, s, {}))  # type: ignore[misc]
                assert took == (ROLES[role].rights >= needs), step.label
                offered = app.steps(flow, None)
                assert all(each.right in ROLES[role].rights for each in offered)


def test_whoever_imports_may_also_enter_what_the_sheets_hold() -> None:
    needed = {intake.draft.right for intake in INTAKES.values()}
    for role in ROLES.values():
        assert IMPORT not in role.rights or needed <= role.rights


# What is known of people


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
    listings = _declared(Listing)
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
