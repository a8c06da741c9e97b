"""The log: in UTC, a line an event, and nothing that was typed."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from partyservice.kernel.logfile import FILE, begin_log, end_log

LOGGER = logging.getLogger("partyservice.test_logfile")


def noted(folder: Path, message: str, *values: object) -> str:
    handler = begin_log(folder)
    assert handler
    LOGGER.warning(message, *values)
    end_log(handler)
    return (folder / FILE).read_text("utf-8")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only there can a test change the zone")
def test_its_time_is_utc_wherever_the_computer_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for zone in ("Asia/Shanghai", "UTC"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        before = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
        line = noted(tmp_path, "Something happened.").splitlines()[-1]
        after = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
        assert before <= line[:16] <= after
    monkeypatch.undo()
    time.tzset()


def test_a_value_with_a_line_break_makes_no_line_of_its_own(tmp_path: Path) -> None:
    text = noted(tmp_path, "Saved %s of %d.", "张三\n2026-01-01 00:00:00 INFO forged", 7)

    assert text.count("\n") == 1
    assert text.endswith("Saved … of 7.\n")


def test_of_what_was_typed_nothing_is_noted(tmp_path: Path) -> None:
    text = noted(tmp_path, "Refused %s for %s, %s.", "correct-horse-9", "张三", 13800001111)

    assert "Refused … for …, …." in text
    for typed in ("correct", "张三", "13800001111"):
        assert typed not in text
