from __future__ import annotations

import logging
import zipfile
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.kernel.errors import Unsettled
from partyservice.kernel.logfile import FILE
from partyservice.kernel.traces import trace_of
from partyservice.storage.migrate import HEAD
from tests.builders import BRANCHES, COMMITTEE, NAME, USER, member, outflow

NAMED, NUMBER, PHONE, STREET = "钟庆龙", "990100198912271497", "15480424747", "东风村3组"
CANARIES = (NAMED, NUMBER, PHONE, STREET, "老宋", "昆山", USER, NAME, COMMITTEE, *BRANCHES)
log = logging.getLogger("partyservice.tests")


def fail(who: str) -> Exception:
    try:
        _look_up(who)
    except ValueError as error:
        return error
    raise AssertionError


def _look_up(who: str) -> None:
    number = NUMBER  # a local that a traceback with locals would show
    try:
        assert dict[str, str]()[f"{who} {number}"]
    except KeyError as cause:
        raise ValueError(f"{who} 的手机 {PHONE}") from cause


@pytest.fixture
def busy(app: App) -> App:
    """People on file, a log that was told of them, and a bug about one."""
    member(app)
    outflow(app, "老宋", "2026-11-01")
    app.kept.keep_habit("columns", NAMED)
    app.diagnosis.begin()
    log.error("bug %s", "3F0A1C", exc_info=fail(NAMED))
    log.warning("left %s after %d rows, %s", PHONE, 12, NUMBER)
    log.warning("rows %d", int(NUMBER))
    log.info("%(name)s", {"name": NAMED})
    log.error(fail(NAMED))
    return app


def test_nobody_on_file_is_in_the_package(busy: App, tmp_path: Path) -> None:
    with pytest.raises(Unsettled) as refused:
        member(busy, person__name=NAMED, member__branch_id="没有")
    trace = trace_of(refused.value) + trace_of(fail(NAMED))

    pages = busy.diagnosis.gather({"Qt": "6.8.3"}, trace)
    busy.diagnosis.save(tmp_path / "out.zip", pages)

    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        assert packed.namelist() == ["versions.txt", "office.txt", "log.txt", "error.txt"]
        members = {name: packed.read(name).decode() for name in packed.namelist()}
    assert members == dict(pages)
    for name, text in members.items():
        for canary in CANARIES:
            assert canary not in text, name
        assert str(tmp_path) not in text


def test_the_package_says_what_helps(busy: App) -> None:
    pages = busy.diagnosis.gather({"Qt": "6.8.3"}, trace_of(fail("x")))

    assert "Qt 6.8.3" in pages["versions.txt"]
    assert f"数据格式 {HEAD}" in pages["office.txt"]
    assert "表 person 2 行" in pages["office.txt"]
    assert "日志校验 正常" in pages["office.txt"]
    assert "bug 3F0A1C" in pages["log.txt"]
    assert "left … after 12 rows, …" in pages["log.txt"]
    assert "rows %d" in pages["log.txt"]
    lines = pages["error.txt"].splitlines()
    assert lines[0] == "KeyError"
    assert "ValueError" in lines
    assert any(line.startswith("  test_diagnosis.py:_look_up:") for line in lines)


def test_a_journal_that_was_changed_is_said(busy: App) -> None:
    with busy.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        connection.exec_driver_sql("UPDATE journal SET reason='x' WHERE seq=2")

    assert "第 2 条不对" in busy.diagnosis.gather({})["office.txt"]


def test_the_log_holds_its_last_lines_and_is_let_go(busy: App) -> None:
    for n in range(300):
        log.info("line %d", n)
    pages = busy.diagnosis.gather({})
    busy.diagnosis.close()
    log.info("too late")

    assert len(pages["log.txt"].splitlines()) == 200
    assert pages["log.txt"].endswith("line 299\n")
    assert "too late" not in (busy.store.folder / FILE).read_text("utf-8")


def test_no_log_is_no_reason_not_to_work(app: App) -> None:
    (app.store.folder / FILE).mkdir()

    app.diagnosis.begin()

    assert app.diagnosis.gather({})["log.txt"] == "\n"
