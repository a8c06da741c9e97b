"""Uses: every use case of the App, the rights it needs, and how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from partyservice import offices  # noqa: F401 - has imported every context
from partyservice.app import App
from partyservice.app.app import UNMASK
from partyservice.app.backups import BEFORE_IMPORT, CLOSING
from partyservice.app.imports import IMPORT
from partyservice.app.lists import EXPORT, Taken
from partyservice.app.papers import PRINT, Asked
from partyservice.desk.listing import ORGANISATION_TREE, PEOPLE, STAYS_AWAY, STAYS_HERE
from partyservice.exchange.planning import Asked as AskedOfImport
from partyservice.kernel.actor import PEOPLE as SEE
from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.kernel.kinds import Ref
from partyservice.kernel.unsaved import Unsaved
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.organisations.flow import EXISTENCE
from partyservice.organisations.listing import OFFICE_ROW, ORGANISATIONS
from partyservice.organisations.model import Organisation
from partyservice.rosters.layout import About
from partyservice.rosters.rolls import SUMMARY
from partyservice.settings.listing import CODES, DAYS
from partyservice.storage.auditing import Only
from partyservice.storage.listing import Listing
from partyservice.storage.record import field_of
from tests.builders import CLOCK
from tests.security.acting import CANARY, LAYOUT, World

MONTH = date(2026, 10, 1)
FREE: tuple[str, ...] = ()
PAPER = (SEE, PRINT)
SHEET = (SEE, IMPORT)
LISTED = (PEOPLE, STAYS_AWAY, STAYS_HERE, ORGANISATIONS, ORGANISATION_TREE)
UNLISTED = (CODES, DAYS, OFFICE_ROW)  # those that show nobody
ROLL = Asked(name="members", month=MONTH)
AT, ANSWER = ("Sheet1", 1), ("person.name", "核对过")


@dataclass(frozen=True, slots=True)
class Use:
    """A use case: the rights it needs, all of them, and how it is tried; `part.name` of the App."""

    name: str
    needs: tuple[str, ...]
    run: Callable[[App, World], object]
    of: str = ""  # which of several


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


def _new_sheet(app: App, at: World) -> None:
    app.accounts.by = Actor(at.app.by.name, app.by.rights)  # somebody who has an account
    app.accounts.make_sheet(at.path(".pdf"))


def _drawn_sheet(app: App, at: World) -> None:
    app.accounts.by = Actor(at.app.by.name, app.by.rights)
    app.accounts.draw_sheet()


def _with_step(app: App, at: World) -> App:
    """Let there be a step to take back, if whoever acts may do anything."""
    if app.holds("organisations.edit"):
        _new_branch(app, at)
    return app


def _redone(app: App, at: World) -> None:
    _with_step(app, at).undo.undo()
    app.undo.redo()


def _followed(app: App, _at: World) -> None:
    app.changes.follow()
    app.changes.close()


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
    Use("people.looked_at", (SEE,), lambda a, w: a.people.looked_at(w.person)),
    Use("people.meant", (SEE,), lambda a, _w: a.people.meant("沙鸥翔")),
    Use("people.lists", FREE, lambda a, _w: a.people.lists(PEOPLE)),
    Use("people.of", (SEE,), lambda a, w: a.people.of(PEOPLE, w.member)),
    Use("papers.rolls", FREE, lambda a, _w: a.papers.rolls()),
    Use("papers.branches", (SEE,), lambda a, _w: a.papers.branches("青")),
    Use("papers.look", PAPER, lambda a, _w: a.papers.look(ROLL)),
    Use("papers.preview", PAPER, lambda a, _w: a.papers.preview(ROLL)),
    Use("papers.behind", PAPER, lambda a, _w: a.papers.behind(ROLL, "closing")),
    Use("papers.pdf", PAPER, lambda a, _w: a.papers.pdf("members", MONTH)),
    Use("papers.made", PAPER, lambda a, _w: a.papers.made(ROLL)),
    Use("papers.save", PAPER, lambda a, w: a.papers.save("members", MONTH, w.path(".pdf"))),
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
    Use("kept.laid_down", FREE, lambda a, _w: a.kept.laid_down),
    Use("accounts.laid_down", FREE, lambda a, _w: a.accounts.laid_down),
    Use("accounts.follow", FREE, lambda a, _w: a.accounts.follow({})),
    Use("accounts.sheet_state", FREE, lambda a, _w: a.accounts.sheet_state()),
    Use("accounts.make_sheet", ("accounts.edit",), _new_sheet),
    Use("accounts.draw_sheet", ("accounts.edit",), _drawn_sheet),
    Use("accounts.may_lie", FREE, lambda a, w: a.accounts.may_lie(w.path(".pdf"))),
    Use("accounts.save_sheet", FREE, lambda a, w: a.accounts.save_sheet(b"%PDF", w.path(".pdf"))),
    Use("accounts.check_lines", FREE, lambda a, _w: a.accounts.check_lines({})),
    Use("accounts.change_password", FREE, lambda a, _w: a.accounts.change_password("1", "2")),
    Use("lock.open", FREE, lambda a, _w: a.lock.open("1234")),
    Use("backups.begin", FREE, lambda a, _w: a.backups.begin()),
    Use("backups.due", FREE, lambda a, _w: a.backups.due(CLOCK.now())),
    Use("backups.changed", FREE, lambda a, _w: a.backups.changed()),
    Use("backups.make", ("backup.make",), lambda a, _w: a.backups.make()),
    Use("backups.make", FREE, lambda a, _w: a.backups.make(CLOSING), "by itself"),
    Use("backups.ensure", FREE, lambda a, _w: a.backups.ensure(BEFORE_IMPORT)),
    Use("backups.write_to", ("backup.make",), lambda a, w: a.backups.write_to(w.path(".b"))),
    Use("backups.listed", FREE, lambda a, _w: a.backups.listed()),
    Use(
        "backups.choose_second",
        ("backup.make",),
        lambda a, w: a.backups.choose_second(w.path(".b").parent),
    ),
    Use("backups.refresh", FREE, lambda a, _w: a.backups.refresh()),
    Use("backups.seen", FREE, lambda a, _w: a.backups.seen()),
    Use("backups.known", FREE, lambda a, _w: a.backups.known()),
    Use("backups.second", FREE, lambda a, _w: a.backups.second()),
    Use("backups.second_folder", FREE, lambda a, _w: a.backups.second_folder()),
    Use("backups.light", FREE, lambda a, _w: a.backups.light()),
    Use("changes.follow", FREE, _followed),
    Use("changes.state", FREE, lambda a, _w: a.changes.state()),
    Use("changes.close", FREE, lambda a, _w: a.changes.close()),
    Use("journal.check", FREE, lambda a, _w: a.journal.check()),
    Use("journal.contradicted", FREE, lambda a, _w: a.journal.contradicted()),
    Use("journal.page", ("journal.see",), lambda a, _w: a.journal.page(Only())),
    Use("journal.accounts_and_kinds", FREE, lambda a, _w: a.journal.accounts_and_kinds()),
    Use("journal.day", FREE, lambda a, _w: a.journal.day(MONTH)),
    Use("journal.day_page", FREE, lambda a, _w: a.journal.day_page(MONTH)),
    Use("journal.save_day_page", FREE, lambda a, w: a.journal.save_day_page(MONTH, w.path(".pdf"))),
    Use("undo.last", FREE, lambda a, _w: a.undo.last()),
    Use("undo.steps", FREE, lambda a, _w: a.undo.steps()),
    Use("undo.plan", FREE, lambda a, w: _with_step(a, w).undo.plan()),
    Use("undo.undo", FREE, lambda a, w: _with_step(a, w).undo.undo()),
    Use("undo.redo", FREE, _redone),
    Use("merges.compare", (SEE, "people.merge"), lambda a, w: a.merges.compare(*w.twins())),
    Use("merges.merge", (SEE, "people.merge"), lambda a, w: a.merges.merge(*w.twins())),
    Use("merges.merged", (SEE,), lambda a, w: a.merges.merged(w.person)),
    Use("times.warning", FREE, lambda a, _w: a.times.warning()),
    Use("room.warning", FREE, lambda a, _w: a.room.warning()),
]
OWN = {"close"}  # of the App: it reads nothing


def _nothing_typed() -> Unsaved:
    return Unsaved(id=2, at=CLOCK.now(), place="本中心", title="本中心")
