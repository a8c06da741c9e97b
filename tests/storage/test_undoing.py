from __future__ import annotations

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.storage.steps import Step, steps_where
from tests.builders import change, member, take


def steps(app: App) -> list[Step]:
    with app.store.read() as session:
        return steps_where(session)


def test_what_one_save_changed_is_one_step(app: App) -> None:
    key = member(app)
    (made, *_) = steps(app)
    change(app, MEMBER, key, member__job="")
    (changed, *_) = steps(app)

    assert made.last > made.first, "the person and the place on the roll"
    assert (changed.first, changed.last) == (made.last + 1, made.last + 1)
    assert changed.by == app.by.name
    assert changed.rights == {"members.edit"}
    assert changed.undoes is None
    assert not changed.firm


def test_a_look_is_no_step(app: App) -> None:
    key = member(app)
    before = steps(app)
    app.unmasked(MEMBER, key, "person.id_number")

    assert steps(app) == before


def test_a_decision_says_which_step_answers_it(app: App) -> None:
    key = member(app)
    take(
        app,
        MEMBERSHIP,
        "suspend",
        key,
        {"member.exit_date": "2026-11-20", "member.exit_doc": "青组〔2026〕9 号"},
    )

    assert "恢复党籍" in steps(app)[0].firm
    assert steps(app)[0].words == "停止党籍"


def test_what_an_office_begins_with_stays(empty: App) -> None:
    (begun,) = steps(empty)

    assert "建立" in begun.firm
