"""A plan is worked on before it is carried out; each change judges what hangs on it, as a whole
planning would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from partyservice.app import App
from partyservice.desk.listing import PEOPLE
from partyservice.exchange.corrections import Corrections, unanswered
from partyservice.exchange.planning import LEFT, NEW, QUERIED, REFUSED, Asked
from partyservice.exchange.review import Review
from partyservice.exchange.trouble import Checked, Trouble, masked
from partyservice.kernel.errors import Doubt, Refused
from partyservice.kernel.progress import Cancelled
from partyservice.members.model import Person
from partyservice.storage.journal import JOURNAL, head
from partyservice.storage.record import field_of
from tests.builders import BRANCHES, SHEETS, branch, shown, somebody
from tests.exchange.builders import book

HEAD = ["姓名", "性别", "出生年月", "身份证号", "所在支部", "入党时间", "手机号"]
ROW = ["钟庆龙", "男", "1989.12", "990100198912271497", BRANCHES[0], "2016.11", "15480424747"]
VILLAGE = next(path for path in SHEETS.iterdir() if path.name.startswith("05"))
OF_VILLAGE = Asked(branch=BRANCHES[1])


def opened(app: App, path: Path, asked: Asked | None = None) -> tuple[Review, Checked]:
    review = app.imports.open(path)
    review.asked = asked or Asked()
    return review, app.imports.judge(review)


def listed(
    app: App, tmp_path: Path, *rows: Sequence[object], asked: Asked | None = None
) -> tuple[Review, Checked]:
    return opened(app, book(tmp_path / "名单.xlsx", [HEAD, *rows]), asked)


def row(**changed: object) -> list[object]:
    places = {"name": 0, "sex": 1, "born": 2, "number": 3, "branch": 4, "joined": 5, "phone": 6}
    cells: list[object] = [*ROW]
    for name, value in changed.items():
        cells[places[name]] = value
    return cells


def anew(app: App, review: Review) -> Checked:
    """What planning everything again, with the same corrections, comes to."""
    again = Review(review.sheets, review.asked, review.corrections.copied())
    return app.imports.judge(again)


def told(checked: Checked) -> list[tuple[str, str]]:
    return [(each.cell, each.problem.words) for each in checked.troubles]


def only(checked: Checked) -> Trouble:
    (trouble,) = checked.troubles
    return trouble


def test_one_mended_cell_lets_its_row_in(app: App) -> None:
    review, checked = opened(app, VILLAGE, OF_VILLAGE)
    assert (checked.counts[NEW], [t.cell for t in checked.troubles]) == (
        56,
        ["F26", "F34", "F63", "F66"],
    )
    first = checked.troubles[0]

    checked = app.imports.mend(review, [first.at], first.key, "990200199505072767")
    assert checked.counts[NEW] == 56  # no such number: the check digit is another
    checked = app.imports.mend(review, [first.at], first.key, "")

    assert (checked.counts[NEW], checked.counts[REFUSED]) == (57, 3)
    assert told(checked) == told(anew(app, review))
    done = app.imports.bring(review, VILLAGE.name)
    assert (done.new, done.held) == (57, 3)
    assert len(shown(app, PEOPLE)) == 57


def test_a_mended_number_frees_the_row_that_bears_it_too(app: App, tmp_path: Path) -> None:
    review, checked = listed(app, tmp_path, row(), row(name="李志强"))
    assert [t.cell for t in checked.troubles] == ["D2", "D3"]
    assert not any(t.answerable for t in checked.troubles)

    checked = app.imports.mend(review, [("支部0", 2)], "person.id_number", "")

    assert (told(checked), checked.counts[NEW]) == ([], 2)
    checked = app.imports.undo(review)
    assert [t.cell for t in checked.troubles] == ["D2", "D3"]
    assert not checked.undoable


def test_a_row_made_the_same_person_is_compared_with_the_earlier_one(
    app: App, tmp_path: Path
) -> None:
    review, checked = listed(
        app, tmp_path, row(), row(number="", name="钟大龙", phone="15480000001")
    )
    assert checked.counts[NEW] == 2

    checked = app.imports.mend(review, [("支部0", 2)], "person.name", "钟庆龙")

    assert [t.key for t in checked.troubles] == ["person.mobile_phone"]
    assert told(checked) == told(anew(app, review))
    checked = app.imports.answer(review, ("支部0", 2), "person.mobile_phone", "刚换的号码")
    assert dict(checked.counts) == {"new": 1, "updated": 1}
    app.imports.bring(review, "名单.xlsx")
    assert [r["手机号"] for r in shown(app, PEOPLE)] == ["154****0001"]


def test_an_answered_doubt_goes_in_and_its_reason_stands_in_its_own_entries(
    app: App, tmp_path: Path
) -> None:
    other = row(name="李志强", number="", born="1980.1")
    review, checked = listed(app, tmp_path, other, row(born="1989.11"), row(name="王五", number=""))
    trouble = only(checked)
    assert trouble.answerable
    assert trouble.key == "person.born"

    checked = app.imports.answer(review, trouble.at, trouble.key, "以入党志愿书为准")
    app.imports.bring(review, "名单.xlsx")

    assert checked.counts[NEW] == 3
    with app.store.read() as session:
        entries = session.execute(select(JOURNAL.c.reason, JOURNAL.c.after)).all()
    given = [after for reason, after in entries if "志愿书" in reason]
    assert any("钟庆龙" in after for after in given)
    assert not any("李志强" in after or "王五" in after for after in given)


def test_an_unknown_branch_is_made_for_all_who_name_it(app: App, tmp_path: Path) -> None:
    new = "青石镇新河村党支部"
    rows = [row(branch=new), row(branch=new, name="李志强", number="")]
    review, checked = listed(app, tmp_path, *rows)
    assert checked.counts[QUERIED] == 2

    checked = app.imports.answer(review, ("支部0", 1), "member.branch_id", "新设的")
    assert (checked.counts[NEW], told(checked)) == (2, [])

    checked = app.imports.undo(review)
    assert checked.counts[QUERIED] == 2
    app.imports.answer(review, ("支部0", 1), "member.branch_id", "新设的")
    app.imports.bring(review, "名单.xlsx")
    assert {r["所在党支部"] for r in shown(app, PEOPLE)} == {new}


def test_a_branch_that_no_row_names_any_more_is_not_made(app: App, tmp_path: Path) -> None:
    review, _ = listed(app, tmp_path, row(branch="青石镇误写党支部"))
    app.imports.answer(review, ("支部0", 1), "member.branch_id", "新设的")
    app.imports.mend(review, [("支部0", 1)], "member.branch_id", BRANCHES[0])
    app.imports.bring(review, "名单.xlsx")

    kind = review.plan.intake.draft.refs[0].kind
    assert app.choices(kind, "误写") == []


def test_a_row_left_out_does_not_go_in_and_comes_back_in_the_workbook(
    app: App, tmp_path: Path
) -> None:
    review, checked = listed(app, tmp_path, row(), row(name="李志强"))

    checked = app.imports.leave(review, ("支部0", 2))

    assert (checked.counts[NEW], checked.counts[LEFT], told(checked)) == (1, 1, [])
    done = app.imports.bring(review, "名单.xlsx", tmp_path / "退回.xlsx")
    assert (done.new, done.held, done.returned) == (1, 1, tmp_path / "退回.xlsx")
    back = app.imports.open(tmp_path / "退回.xlsx").sheets[0]
    assert back.rows[1][0] == "李志强"
    assert "留下" in str(back.rows[1][-1])


def test_a_column_is_taken_for_another_field_or_for_none(app: App, tmp_path: Path) -> None:
    head = ["姓名", "性别", "出生年月", "身份证号", "所在支部", "入党时间", "号码"]
    review, _ = opened(app, book(tmp_path / "名单.xlsx", [head, ROW]))
    columns = {each.mark: each.key for each in review.columns()}
    assert (columns["号码"], columns["入党时间"]) == ("", "member.joined_on")

    taken = {"号码": "person.mobile_phone", "入党时间": ""}
    review.asked = Asked(taken=taken)
    checked = app.imports.judge(review)

    (line,) = review.plan.lines
    assert checked.counts[NEW] == 1
    assert line.typed["person.mobile_phone"] == "15480424747"
    assert "member.joined_on" not in line.typed
    assert {c.mark: c.key for c in review.columns()}["入党时间"] == ""


def test_what_must_be_said_first_is_refused_at_its_field(app: App) -> None:
    review = app.imports.open(VILLAGE)
    with pytest.raises(Refused) as unsaid:
        app.imports.judge(review)
    review.asked = Asked(branch="没有的党支部")
    with pytest.raises(Refused) as unknown:
        app.imports.judge(review)
    review.asked = Asked(branch=BRANCHES[1], taken={"姓名": ""})
    with pytest.raises(Refused) as nameless:
        app.imports.judge(review)

    key = "member.branch_id"
    assert (unsaid.value.field, unsaid.value.rule) == (key, "unsaid")
    assert (unknown.value.field, unknown.value.rule) == (key, "unknown")
    assert nameless.value.field == "person.name"


def test_numbers_are_masked_in_the_columns_shown(app: App, tmp_path: Path) -> None:
    head = [*HEAD, "旧号码"]
    review, _ = opened(app, book(tmp_path / "名单.xlsx", [head, [*ROW, ROW[3]]]))

    values = {each.mark: each.values for each in review.columns()}

    assert values["身份证号"] == values["旧号码"] == ["990100********1497"]


def test_each_of_several_numbers_in_a_cell_is_masked() -> None:
    phone = field_of(Person.mobile_phone)

    assert masked("15480424747/15480424748", phone) == "154****4747/154****4748"


def test_what_others_wrote_meanwhile_is_seen_and_the_mended_cells_stay(app: App) -> None:
    review, checked = opened(app, VILLAGE, OF_VILLAGE)
    first, second = checked.troubles[:2]
    app.imports.mend(review, [first.at], first.key, "")
    somebody(app, "解英", person__sex="男", person__born="1954-01", member__branch_id=BRANCHES[1])

    checked = app.imports.mend(review, [second.at], second.key, "")

    assert checked.counts[REFUSED] == 2
    assert checked.counts[NEW] == 57
    branch(app, "青石镇北关党支部")
    done = app.imports.bring(review, VILLAGE.name)
    assert (done.new, done.held) == (57, 2)


def state(app: App) -> tuple[bytes, int]:
    """The end of the journal, and how many people there are."""
    with app.store.read() as session:
        return head(session), session.scalar(select(func.count()).select_from(Person)) or 0


class Stopping:
    """Stops at the third word."""

    def __init__(self) -> None:
        self.said = 0

    def step(self, done: int, total: int, text: str = "") -> None:
        assert done <= total, text
        self.said += 1
        if self.said == 3:
            raise Cancelled


def test_cancelled_it_leaves_no_row_and_can_be_carried_out_again(app: App, tmp_path: Path) -> None:
    rows = [row(name=f"李{chr(0x4E00 + n)}", number="", phone="") for n in range(200)]
    review, _ = listed(app, tmp_path, *rows, row(name="李志强", number="12"))
    app.imports.leave(review, ("支部0", 5))
    before, back = state(app), tmp_path / "退回.xlsx"
    with pytest.raises(Cancelled):
        app.imports.bring(review, "名单.xlsx", back, Stopping())
    assert shown(app, PEOPLE) == []
    assert (state(app), back.exists()) == (before, False)

    done = app.imports.bring(review, "名单.xlsx")

    assert (done.new, done.held) == (199, 2)
    assert len(shown(app, PEOPLE)) == 199


def test_what_was_said_of_a_cell_is_forgotten_when_its_column_is_taken_for_another_field(
    app: App, tmp_path: Path
) -> None:
    review, checked = listed(app, tmp_path, row(phone="12"), row(name="王五", number="", phone="3"))
    at = ("支部0", 1)
    app.imports.mend(review, [at], "person.mobile_phone", "15480424747")
    app.imports.mend(review, [at], "person.name", "钟庆虎")

    review.asked = Asked(taken={"手机号": "person.landline"})
    checked = app.imports.judge(review)
    (first, _) = review.plan.lines

    assert "person.mobile_phone" not in first.typed
    assert first.typed["person.name"] == "钟庆虎"
    assert "person.mobile_phone" not in checked.texts[at]
    app.imports.undo(review)
    assert "person.mobile_phone" not in next(review.plan.lines).typed


def test_a_reason_answers_what_was_asked_and_nothing_that_is_asked_later() -> None:
    corrections, at, key = Corrections(), ("支部0", 2), "person.mobile_phone"
    first = Doubt("手机号：位数不对，请核对。", key, "digits")
    later = Doubt("手机号：第 2 行是同一个人，写的却不一样，请核对。", key, "denied")

    corrections.answer(at, key, "刚换的号码", [first.words])
    assert unanswered([first, later], corrections.reasons[at]) == ([later], ("刚换的号码",))
    corrections.answer(at, key, "核对过", [later.words])

    assert unanswered([first, later], corrections.reasons[at]) == ([], ("核对过", "核对过"))


def test_a_full_disk_for_the_workbook_that_goes_back_imports_nothing(
    app: App, tmp_path: Path
) -> None:
    review, _ = listed(app, tmp_path, row(), row(name="李志强", number="12"))
    before = state(app)

    with pytest.raises(Refused, match="改动"):
        app.imports.bring(review, "名单.xlsx", Path("/dev/full"))

    assert state(app) == before
    assert app.imports.bring(review, "名单.xlsx", tmp_path / "退回.xlsx").new == 1
