"""An office's own code rows, days and figures, through the App."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from partyservice.app import App, open_office
from partyservice.exchange.planning import Asked
from partyservice.kernel.codes import code_table, shipped, table_names
from partyservice.kernel.errors import Refused, Unsettled
from partyservice.kernel.kinds import Code
from partyservice.mobility.listing import AWAY
from partyservice.mobility.model import Outflow
from partyservice.organisations.drafts import OFFICE
from partyservice.settings.drafts import DAY, DAY_SHOWN, ROW, ROW_SHOWN
from partyservice.settings.flow import DAYS_ENTERED, IN_USE, NOTICED
from partyservice.settings.listing import CODES, DAYS
from partyservice.storage.journal import JOURNAL
from partyservice.storage.record import field_of
from tests.builders import CLOCK, PASSWORD, change, new_office, outflow, shown, somebody, take
from tests.exchange.builders import book

REASON = Code("mobile_reason")
TODAY = CLOCK.today()


def add(app: App, table: str, code: str, label: str, **texts: str) -> int:
    known = {"table_name": table, "code": code, "label": label, **texts}
    return take(app, IN_USE, "add", None, {f"code_entry.{k}": v for k, v in known.items()})


def close(app: App, entry: int, last: str) -> None:
    texts = {"code_entry.valid_to": last, "code_entry.closed_why": "上级取消"}
    take(app, IN_USE, "close", entry, texts)


def enter(app: App, year: str, words: str) -> None:
    known = {"year": year, "words": words, "source": "国办发明电〔2026〕7号"}
    take(app, NOTICED, "enter", None, {f"holiday_notice.{k}": v for k, v in known.items()})


def test_every_shipped_table_has_a_name_of_its_own() -> None:
    table = shipped("code_table")

    assert set(table.labels) == set(table_names()) - {"code_table"}
    assert {row.code for row in table.rows if row.extra["fixed"]} > {"ethnic", "sex", "region"}


def test_an_own_row_is_known_at_once_and_in_every_thread(app: App) -> None:
    add(app, "流动原因", "21", "返乡创业", words="回乡创业、返乡", place="2")

    assert REASON.parse("回乡创业") == "21"
    assert REASON.offers(TODAY)[1] == "返乡创业"
    assert REASON.meant("fxcy", TODAY) == ["返乡创业"]
    assert ("21", "返乡创业") in app.choices(REASON)
    found: list[str] = []

    def elsewhere() -> None:
        with app.store.read():
            found.append(REASON.show("21"))

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == ["返乡创业"]


def test_what_was_saved_is_there_when_the_office_is_opened_again(app: App, tmp_path: Path) -> None:
    add(app, "流动原因", "21", "返乡创业")
    app.close()

    again = open_office(tmp_path / "office", "", PASSWORD, CLOCK)

    assert dict(again.choices(REASON))["21"] == "返乡创业"
    again.close()


def test_two_offices_in_one_program_do_not_mix(app: App, tmp_path: Path) -> None:
    other = new_office(tmp_path / "other")
    add(app, "流动原因", "21", "返乡创业")
    add(other, "流动原因", "21", "外出学艺")

    for office, label in ((app, "返乡创业"), (other, "外出学艺"), (app, "返乡创业")):
        assert dict(office.choices(REASON))["21"] == label
        assert REASON.show("21") == label  # the office this thread spoke to last
    with app.store.read():
        with other.store.read():
            assert REASON.show("21") == "外出学艺"
        assert REASON.show("21") == "返乡创业"
    other.close()


def test_a_sheet_may_use_the_own_words_but_no_shorthand(app: App, tmp_path: Path) -> None:
    add(app, "流动原因", "21", "返乡创业", words="回乡创业")
    head = ["姓名", "性别", "出生年月", "所在党支部", "流出时间", "流出地", "流动原因"]
    row = ["钟庆龙", "男", "1989.12", "青石镇机关党支部", "2026.10", "江苏省苏州市昆山市"]
    path = book(tmp_path / "a.xlsx", [head, [*row, "回乡创业"], [*row, "fxcy"]])

    plan = app.imports.plan(path, Asked(kind="outflow"))
    first, second = plan.lines

    assert first.typed["outflow.reason"] == "21"
    assert [problem.field for problem in second.problems] == ["outflow.reason"]


def test_a_closed_row_is_shown_on_old_records_and_not_offered(app: App) -> None:
    entry = add(app, "流动原因", "21", "返乡创业")
    somebody(app, "钟庆龙")
    outflow(app, "钟庆龙", "2026-10", outflow__reason="返乡创业")

    close(app, entry, "2026-11-23")

    (row,) = shown(app, AWAY)
    assert row[field_of(Outflow.reason).label] == "返乡创业"
    assert "返乡创业" not in (REASON.offers(TODAY) or ())
    assert "返乡创业" in dict(app.choices(REASON)).values()  # a filter finds the old ones
    assert REASON.parse("返乡创业") == "21"  # so that an old record can be saved again
    assert [row["状态"] for row in shown(app, CODES) if row["名称"] == "返乡创业"] == ["已停用"]


@pytest.mark.parametrize("table", ["民族", "性别", "学历", "组织类别", "行政区划"])
def test_what_the_law_fixes_takes_no_own_row(app: App, table: str) -> None:
    with pytest.raises(Unsettled, match="由国家标准"):
        add(app, table, "9901", "别的")


@pytest.mark.parametrize(
    ("code", "label", "words", "said"),
    [
        ("1", "返乡创业", "", "这个代码"),
        ("21", "务工", "", "这个名称"),
        ("21", "返乡创业", "打零工、务工", "这些叫法"),
        ("二", "返乡创业", "", "数字和字母"),
    ],
)
def test_an_own_row_takes_nothing_from_another(
    app: App, code: str, label: str, words: str, said: str
) -> None:
    with pytest.raises(Unsettled, match=said):
        add(app, "流动原因", code, label, words=words)


def test_a_row_can_be_renamed_but_its_code_stays(app: App) -> None:
    entry = add(app, "流动原因", "21", "返乡创业")
    add(app, "流动原因", "22", "外出学艺")

    change(app, ROW, entry, code_entry__label="回乡创业")
    assert code_table("mobile_reason").label("21") == "回乡创业"
    assert "code_entry.code" not in app.load(ROW, entry)
    with pytest.raises(Unsettled, match="这个名称"):
        change(app, ROW, entry, code_entry__label="外出学艺")


def test_what_comes_with_the_program_is_listed_and_cannot_be_changed(app: App) -> None:
    where = {"code_entry.table_name": "mobile_reason"}
    ids = app.ids(CODES, app.wanted(where=where))

    assert all(key < 0 for key in ids)
    assert len(ids) == len(shipped("mobile_reason").rows)
    assert app.load(ROW_SHOWN, ids[0])["code_entry.label"] == "务工"
    assert app.steps(IN_USE, ids[0]) == ()
    with pytest.raises(Refused, match="随程序来"):
        app.load(ROW, ids[0])


def test_the_rows_are_found_by_letters_table_and_origin(app: App) -> None:
    entry = add(app, "流动原因", "21", "返乡创业", place="1")

    def ids(text: str = "", **where: str) -> list[int]:
        wanted = {key.replace("__", "."): value for key, value in where.items()}
        return list(app.ids(CODES, app.wanted(text, wanted)))

    assert ids(code_entry__whence="本中心") == [entry]
    assert ids(code_entry__table_name="mobile_reason")[0] == entry
    assert ids("fxcy") == ids("返乡 21") == [entry]
    assert ids("没有这样的") == []
    listed = app.wanted(where={"code_entry.table_name": "mobile_reason"}, order="code_entry.code")
    codes = [row[3] for row in app.first(CODES, listed)]
    assert codes == sorted(codes)


def test_the_days_of_the_next_year_are_pasted(app: App) -> None:
    words = (
        "一、元旦：1月1日至3日放假，共3天。\n七、国庆节：10月1日至7日放假。10月9日（周六）上班。"
    )
    assert 2027 not in app.settings.workdays().years

    enter(app, "2027", words)

    calendar = app.settings.workdays()
    assert 2027 in calendar.years
    assert calendar.is_working(TODAY.replace(2027, 10, 9))
    rows = shown(app, DAYS, holiday__year="明年")
    assert len(rows) == 11
    assert (rows[0]["日期"], rows[0]["星期"], rows[0]["名称"]) == ("2027-01-01", "周五", "元旦")
    assert {row["来源"] for row in rows} == {"本中心"}


def test_a_notice_that_comes_again_corrects_the_days(app: App) -> None:
    enter(app, "2027", "1月1日至3日放假。")
    enter(app, "2027", "1月3日上班。")

    sorts = [row["休或班"] for row in shown(app, DAYS, holiday__year="明年")]
    assert sorts == ["休", "休", "班"]


def test_a_day_of_the_office_can_be_corrected_and_taken_back(app: App) -> None:
    enter(app, "2026", "11月24日放假，11月25日放假。")
    calendar = app.settings.workdays()
    assert not calendar.is_working(TODAY)
    (first, second) = app.ids(DAYS, app.wanted(where={"holiday.whence": "本中心"}))

    with pytest.raises(Unsettled, match="已经录过"):
        change(app, DAY, first, holiday__day="2026-11-25")
    change(app, DAY, second, holiday__name="镇里停电")
    assert app.load(DAY_SHOWN, second)["holiday.name"] == "镇里停电"
    take(app, DAYS_ENTERED, "withdraw", first, {"holiday.withdrawn_why": "录错了"})

    assert app.settings.workdays().is_working(TODAY)
    assert list(app.ids(DAYS, app.wanted(where={"holiday.whence": "本中心"}))) == [second]
    enter(app, "2026", "11月24日放假。")
    assert not app.settings.workdays().is_working(TODAY)


def test_a_notice_without_days_is_not_saved(app: App) -> None:
    with pytest.raises(Unsettled, match="哪天放假"):
        enter(app, "2027", "明年不放假")


def test_the_figures_of_the_office_are_saved_and_in_the_journal(app: App) -> None:
    office = app.settings.office_id()
    assert app.load(OFFICE, office)["office.roster_day"] == "5"

    change(app, OFFICE, office, office__name="白云镇党员服务中心", office__roster_day="3")

    assert app.load(OFFICE, office)["office.roster_day"] == "3"
    assert {part.office for part in (app, app.papers, app.kept)} == {"白云镇党员服务中心"}
    with app.store.read() as session:
        wanted = JOURNAL.select().where(JOURNAL.c.record_id == office)
        last = session.execute(wanted.order_by(JOURNAL.c.seq.desc())).first()
    assert last is not None
    assert "白云镇党员服务中心" in str(last.after)
    with pytest.raises(Unsettled, match="1 至 28"):
        change(app, OFFICE, office, office__roster_day="31")
