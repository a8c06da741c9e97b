from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.app.backups import BEFORE_IMPORT, CLOSING, TIMER
from partyservice.kernel.errors import Refused
from partyservice.safety import backing
from tests.builders import CLOCK, member, somebody
from tests.safety.backups import backed_up, with_second

NOW = CLOCK.now()


def test_a_backup_is_due_after_half_an_hour_of_work(app: App) -> None:
    app.backups.make(CLOSING)
    assert app.backups.due(NOW + timedelta(hours=1)) == ""

    member(app)

    assert app.backups.due(NOW + timedelta(minutes=29)) == ""
    assert app.backups.due(NOW + timedelta(minutes=30)) == TIMER
    app.backups.make(TIMER)
    assert app.backups.due(NOW + timedelta(hours=1)) == ""


def test_a_backup_is_due_every_day_and_when_the_clock_goes_back(app: App) -> None:
    app.backups.make(CLOSING)
    assert app.backups.due(NOW + timedelta(days=1)) == TIMER

    member(app)

    assert app.backups.due(NOW - timedelta(minutes=1)) == TIMER


def test_closing_makes_one_only_if_something_was_changed(app: App) -> None:
    assert app.backups.changed()
    app.backups.make(CLOSING)
    assert not app.backups.changed()

    member(app)

    assert app.backups.changed()


def test_before_an_import_one_is_made_unless_all_is_in_one(app: App) -> None:
    app.backups.ensure(BEFORE_IMPORT)
    app.backups.ensure(BEFORE_IMPORT)
    assert len(app.backups.listed()) == 1

    member(app)
    app.backups.ensure(BEFORE_IMPORT)

    assert len(app.backups.listed()) == 2


def test_what_the_page_shows(app: App) -> None:
    member(app)
    assert app.backups.light() == ("none", "正在看备份")
    assert app.backups.begin().last is None
    assert app.backups.light() == ("bad", "还没有备份")

    path = backed_up(app)
    seen = app.backups.seen()

    assert seen
    assert seen.last
    assert seen.last.manifest
    assert (seen.last.path, seen.people, seen.covered) == (path, 1, True)
    assert (seen.last.manifest.by, seen.last.manifest.reason) == ("王芳", "手动")
    assert seen.free > 0
    assert app.backups.light()[0] == "ok"


def test_a_rotten_backup_is_not_the_last_one(app: App) -> None:
    good, rotten = backed_up(app), backed_up(app)
    content = bytearray(rotten.read_bytes())
    content[9_000] ^= 1
    rotten.write_bytes(content)
    app.backups._proved.clear()  # another start of the program

    seen = app.backups.begin()

    assert seen.last
    assert seen.last.path == good


def test_a_stick_that_is_away_is_no_error(app: App, tmp_path: Path) -> None:
    stick = with_second(app, tmp_path / "stick", tmp_path / "settings.json")
    member(app)
    app.backups.make()
    assert app.backups.light()[0] == "ok"
    stick.rename(tmp_path / "away")

    assert len(app.backups.make().paths) == 1

    assert app.backups.light()[0] == "ok"
    seen = app.backups.seen()
    assert seen
    assert seen.second.here is None
    assert seen.second.kept
    assert seen.second.kept.last == NOW


def test_a_backup_that_cannot_be_made_is_said_and_due_again(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.backups.make()
    somebody(app, "李四", sure={})

    def full(*_: object) -> Path:
        raise Refused("磁盘空间不够，没有备份成。")

    with monkeypatch.context() as broken:
        broken.setattr(backing, "make", full)
        with pytest.raises(Refused):
            app.backups.make()
        assert app.backups.light() == ("bad", "磁盘空间不够，没有备份成。")
    assert app.backups.due(NOW + timedelta(minutes=31)) == TIMER

    app.backups.make()

    assert app.backups.light()[0] == "ok"
