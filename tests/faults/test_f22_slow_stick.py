"""F22, F16: the stick hangs, is full, fails or is pulled out: no save waits, and all is made up."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic, perf_counter
from typing import Any

import pytest

from partyservice.app import App
from partyservice.safety import following as followed
from partyservice.safety.following import Following, State
from partyservice.safety.replay import replay
from partyservice.storage import appending
from tests.builders import somebody
from tests.faults.digest import digest
from tests.safety.histories import copied, stored

SAVES = 10
PATIENT = 20.0  # s
NAMES = tuple(f"张{one}{two}" for one in "甲乙丙丁戊" for two in "子丑寅卯")


class Stick:
    """A folder whose writes do what `fault` does; the disk beside it writes as always."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.fault = folder, lambda: None
        self._write = appending._write
        folder.mkdir()
        patch.setattr(appending, "_write", self._written)

    fault: Callable[[], object]

    def _written(self, file: Any, data: bytes) -> int:
        if Path(file.name).parent == self.folder:
            file.write(data[: len(data) // 2])  # it fails on the way
            self.fault()
            file.seek(-(len(data) // 2), 1)
        return self._write(file, data)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    return Stick(tmp_path / "stick", monkeypatch)


def failing(number: int) -> Callable[[], object]:
    def fault() -> None:
        raise OSError(number, "the stick")

    return fault


def until(true: Callable[[], bool]) -> None:
    """Wait for what a thread does; fail if it does not."""
    end = monotonic() + PATIENT
    pause = Event()
    while not true():
        assert monotonic() < end
        pause.wait(0.01)


def saved(app: App, first: int) -> float:
    """Save some people; return how long the slowest took, in s."""
    slowest = 0.0
    for place in range(first, first + SAVES):
        began = perf_counter()
        somebody(app, NAMES[place], person__born=f"19{50 + place}-01-01")
        slowest = max(slowest, perf_counter() - began)
    return slowest


def by_folder(following: Following) -> dict[str, State]:
    return {str(state.folder).rpartition("/")[2]: state for state in following.state()}


def newest(app: App) -> str:
    with app.store.read() as session:
        return digest(session.connection())


def came_back(backup: Path, folder: Path, app: App) -> bool:
    replay(backup, [app.store._key], [folder])
    with stored(backup, app.store._key) as store, store.read() as session:
        return digest(session.connection()) == newest(app)


def test_a_stick_that_hangs_delays_no_save_no_other_place_and_no_closing(
    app: App, stick: Stick, tmp_path: Path
) -> None:
    copied(app, tmp_path / "backup.db")
    released = Event()
    stick.fault = released.wait
    own = app.store.folder / "backups"
    following = Following(app.store, [own, stick.folder])

    slowest = saved(app, 0)

    until(lambda: by_folder(following)["backups"].behind == 0)
    assert slowest < 2.0  # a save that waited would wait for ever
    assert by_folder(following)["stick"].behind >= SAVES
    began = perf_counter()
    left = following.close(0.2)
    assert perf_counter() - began < 2.0
    assert f"未同步 {left[1].behind}" in left[1].words
    assert left[1].behind >= SAVES
    assert left[0].behind == 0
    released.set()
    again = Following(app.store, [stick.folder])  # the next start
    assert again.close(PATIENT)[0].behind == 0
    assert came_back(tmp_path / "backup.db", stick.folder, app)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "已满"), (errno.EIO, "读写出错"), (errno.EROFS, "不能写入")],
)
def test_a_stick_that_fails_is_told_and_tried_again(
    app: App, stick: Stick, tmp_path: Path, number: int, words: str
) -> None:
    copied(app, tmp_path / "backup.db")
    following = Following(app.store, [stick.folder])
    until(lambda: following.state()[0].behind == 0 and following.state()[0].seq > 0)
    synced = following.state()[0].seq
    stick.fault = failing(number)

    saved(app, 0)

    until(lambda: words in following.state()[0].trouble)
    assert following.state()[0].seq == synced
    assert following.state()[0].behind == SAVES
    stick.fault = lambda: None
    somebody(app, NAMES[-1], person__born="1949-01-01")
    until(lambda: following.state()[0].behind == 0)
    following.close(PATIENT)
    assert came_back(tmp_path / "backup.db", stick.folder, app)


def test_a_stick_pulled_out_and_put_in_again_is_made_up_by_itself(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed, "AGAIN", 0.05)
    stick, elsewhere = tmp_path / "stick", tmp_path / "pocket"
    stick.mkdir()
    copied(app, tmp_path / "backup.db")
    following = Following(app.store, [stick])
    until(lambda: following.state()[0].seq > 0)
    stick.rename(elsewhere)

    saved(app, 0)

    until(lambda: "没有插好" in following.state()[0].trouble)
    assert not stick.exists()  # nothing is written where it would be
    elsewhere.rename(stick)
    until(lambda: following.state()[0].behind == 0)
    following.close(PATIENT)
    assert came_back(tmp_path / "backup.db", stick, app)


def test_saves_of_before_the_start_are_counted_while_the_stick_is_not_there(
    app: App, tmp_path: Path
) -> None:
    following = Following(app.store, [tmp_path / "nowhere"])

    until(lambda: bool(following.state()[0].trouble))
    assert following.state()[0].behind >= 1
    assert "没有受影响" in following.close(0.1)[0].words
