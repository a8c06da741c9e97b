from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from unittest.mock import Mock

import pytest

from partyservice.app import App, open_office
from partyservice.kernel.progress import Cancelled
from partyservice.safety import checking
from partyservice.safety.checking import Known, check
from partyservice.safety.findings import Finding, Report
from partyservice.samples.loading import sample
from partyservice.storage.anchors import Anchor
from partyservice.storage.folder import DATABASE
from tests.builders import CLOCK, PASSWORD, inflow, member, outflow, somebody


class Disk(NamedTuple):
    free: int


def sql(app: App, *statements: str) -> None:
    """What somebody does who has the key and passes the program by."""
    raw = app.store.beside(DATABASE)
    raw.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        raw.execute(statement)
    raw.close()


def bad(report: Report, area: str) -> str:
    return " ".join(
        each.words for each in report.findings if each.tone == "bad" and each.area == area
    )


@pytest.fixture
def worked(app: App) -> App:
    member(app)
    outflow(app, "王乙", "2026-03-01", person__born="1989-01-01")
    inflow(app, "王丙", "2026-03-01")
    return app


def test_an_office_with_work_in_it_is_sound_and_every_part_says_so(worked: App) -> None:
    report = check(worked.store, CLOCK)

    assert report.sound, [each.line for each in report.findings]
    areas = {each.area for each in report.findings}
    assert areas >= {"数据页", "关联", "钥匙", "日志保护", "日志", "登记的内容", "附件", "空间"}
    assert all(each.words and "None" not in each.words for each in report.findings)


def test_a_sample_is_sound_though_nobody_registered_its_people(tmp_path: Path) -> None:
    sample(tmp_path / "office", PASSWORD, members=60, seed=1, clock=CLOCK)
    app = open_office(tmp_path / "office", "", PASSWORD, CLOCK)
    report = check(app.store, CLOCK)
    app.close()

    assert report.sound, [each.line for each in report.findings]


@pytest.mark.parametrize(
    ("area", "words", "statement"),
    [
        ("关联", "关联的党组织不在了", "UPDATE member SET branch_id = 5"),
        ("日志保护", "journal_no_update", "DROP TRIGGER journal_no_update"),
        ("日志保护", "mine", "CREATE TRIGGER mine AFTER INSERT ON person BEGIN SELECT 1; END"),
        ("登记的内容", "性别", "UPDATE person SET sex = '7'"),
        ("登记的内容", "党籍状态：读不出来", "UPDATE member SET standing = 'GONE'"),
        ("登记的内容", "出生日期", "UPDATE person SET born = '1989-13-45'"),
        ("登记的规则", "入党日期在今天之后", "UPDATE member SET joined_on = '2031-01-01'"),
        ("登记的规则", "未满 18 周岁", "UPDATE person SET born = '2010-01-01', id_number = NULL"),
        ("登记的规则", "内部编号", "UPDATE incarnation SET used = 1"),
        ("登记的规则", "登记编号", "UPDATE number_counter SET used = 0"),
        ("记录与日志", "家庭住址被绕过程序改过", "UPDATE person SET address = '别处'"),
    ],
)
def test_what_is_wrong_is_named_in_its_part(
    worked: App, area: str, words: str, statement: str
) -> None:
    sql(worked, statement)

    report = check(worked.store, CLOCK)

    assert words in bad(report, area)
    assert all(each.to_do for each in report.findings if each.tone == "bad")
    assert "处不对" in report.summary


def test_somebody_on_two_rolls_is_named(worked: App) -> None:
    sql(
        worked,
        "INSERT INTO member (id, version, person_id, branch_id, standing, is_lost, is_mobile) "
        "SELECT 5, version, person_id, branch_id, standing, is_lost, is_mobile FROM member LIMIT 1",
    )

    assert "同时有 2 条在册的党籍" in bad(check(worked.store, CLOCK), "登记的规则")


def test_no_name_and_no_number_stands_in_a_report(worked: App) -> None:
    sql(worked, "UPDATE person SET address = '荒山野岭', sex = '7', born = '2031-01-01'")

    said = str(check(worked.store, CLOCK).findings)

    assert not any(words in said for words in ("钟庆龙", "990100198912271497", "荒山野岭", "王乙"))


def test_a_damaged_page_is_named(worked: App) -> None:
    for number in range(80):
        somebody(worked, f"王{chr(0x4E00 + number)}")
    with worked.store.read() as session:
        size = session.connection().exec_driver_sql("PRAGMA page_count").scalar() or 0
    path = worked.store.folder / DATABASE
    worked.store.close()
    content = bytearray(path.read_bytes())
    content[(size - 3) * 4096 + 100] ^= 1
    path.write_bytes(content)

    assert f"第 {size - 2} 页坏了" in bad(check(worked.store, CLOCK), "数据页")


def test_many_of_one_kind_are_counted_not_listed(worked: App) -> None:
    for number in range(30):
        somebody(worked, f"李{chr(0x4E00 + number)}")
    sql(worked, "UPDATE person SET sex = '7'")

    found = [each for each in check(worked.store, CLOCK).findings if each.area == "登记的内容"]

    assert len(found) == 11
    assert "同样的还有 23 处" in found[-1].words


@pytest.mark.parametrize(
    ("free", "tone"), [(99 << 20, "bad"), (499 << 20, "warn"), (501 << 20, "ok")]
)
def test_room_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, tone: str
) -> None:
    monkeypatch.setattr(checking, "disk_usage", lambda _folder: Disk(free))

    assert checking.room(tmp_path).tone == tone


@pytest.mark.parametrize("known", [None, Known(), Known(anchors=(Anchor(seq=1, hash=b"other"),))])
def test_what_was_seen_at_opening_is_compared_whatever_else_is_known(
    worked: App, known: Known | None
) -> None:
    """A change journal beside the office saw more than its backups: a tail that is gone is told."""
    worked.store.anchors = (Anchor(seq=9_999, hash=b"12345678", where="更改"),)

    assert "9,999" in bad(check(worked.store, CLOCK, known), "日志见证")


def test_a_backup_long_ago_is_a_warning_and_no_fault(worked: App) -> None:
    now = CLOCK.now()

    def told(known: Known) -> list[Finding]:
        report = check(worked.store, CLOCK, known)
        assert report.sound
        return [each for each in report.findings if each.area in ("备份", "试恢复")]

    assert [each.tone for each in told(Known(verified=now, tried=now))] == ["ok"]
    assert [each.tone for each in told(Known(verified=now - timedelta(days=4), tried=now))] == [
        "warn"
    ]
    assert [each.tone for each in told(Known())] == ["warn"]
    assert [each.tone for each in told(Known(verified=now))] == ["ok", "warn"]


def test_a_check_can_be_stopped(worked: App) -> None:
    impatient = Mock(step=Mock(side_effect=Cancelled))
    with pytest.raises(Cancelled):
        check(worked.store, CLOCK, progress=impatient)


def test_keys_that_cannot_be_read_are_a_finding(worked: App) -> None:
    (worked.store.folder / "keys.json").write_text("{")

    assert "损坏" in bad(check(worked.store, CLOCK), "钥匙")
