"""What an auditor is told of the journal."""

from __future__ import annotations

from partyservice.app import App
from partyservice.app.lists import Taken
from partyservice.desk.deeds import Deed, deed
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.kinds import Ref
from partyservice.members.drafts import MEMBER
from partyservice.members.flow import MEMBERSHIP
from partyservice.storage.history import entries
from tests.builders import change, member, take

NAME, NUMBER, REASON = "沙鸥翔", "990100198912271497", "沙鸥翔本人要求"


def deeds(app: App) -> list[Deed]:
    """All that was done in the office, the oldest first."""
    with app.store.read() as session:
        text = "SELECT DISTINCT record_id FROM journal"
        keys = [row[0] for row in session.connection().exec_driver_sql(text)]
        return [deed(each) for each in entries(session, keys, None, 1000)][::-1]


def test_it_says_who_did_what_to_which_kind_of_record_and_when(app: App) -> None:
    key = member(app, person__name=NAME)
    change(app, MEMBER, key, person__mobile_phone="15480424748")
    app.unmasked(MEMBER, key, "person.id_number")

    *_, new, changed, looked = deeds(app)

    assert (new.what, new.title, new.fields) == ("新登记", "党员", ())
    assert (changed.what, changed.title, changed.fields) == ("修改", "人员", ("手机号",))
    assert (looked.what, looked.title, looked.by) == ("看了号码", "党员", app.by.name)
    assert looked.at == app.clock.now()
    assert new.seq < changed.seq < looked.seq


def test_a_step_is_called_by_its_label_and_nothing_is_told_of_the_reason(app: App) -> None:
    key = member(app, person__name=NAME)
    took = {"member.exit_reason": "死亡", "member.exit_date": "2026-10-05"}
    take(app, MEMBERSHIP, "leave", key, took)

    last = deeds(app)[-1]

    assert last.what == "离册"
    assert len(last.fields) >= 3
    assert "死亡" not in repr(last)


def test_no_name_number_key_or_free_word_is_in_it(app: App) -> None:
    key = member(app, person__name=NAME, person__id_number=NUMBER)
    change(app, MEMBER, key, person__name=f"{NAME}一")
    with app.store.write(app.by, REASON) as session:
        session.get_one(MEMBER.about, key).void_reason = REASON
    with app.store.write(app.by, f"导出党员 {REASON}"):
        wanted = app.wanted(NAME)
    sheet = app.store.folder.parent / "list.xlsx"
    app.lists.save(Taken(title="党员", listing=PEOPLE, wanted=wanted, said=NAME), sheet)
    branch = app.choices(Ref("organisation.full_name"), "东风")[0][0]

    told = "\n".join(map(repr, deeds(app)))

    assert "作废" in told
    assert "导出" in told
    for word in (NAME, NUMBER, NUMBER[-4:], REASON, "15480424747", str(key), str(branch)):
        assert word not in told
