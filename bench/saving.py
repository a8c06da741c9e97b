"""Saving: one record saved as always, and the same save without what makes it safe.

Without means: no journal and no search keys, no keys counted, no checkpoint, nothing repeated to a
second place. Both save in turn, in copies of the same office; each figure is the median.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest import mock

from bench.office import PASSWORD, branch_names, office_of
from partyservice.app import App, open_office
from partyservice.kernel.clock import Clock
from partyservice.members.drafts import MEMBER
from partyservice.storage import store
from partyservice.storage.keys import Keys

MEMBERS, SAVES, BOUND = 50_000, 200, 3.0
USED = 100_000_000  # keys of the office without counting begin here


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    with tempfile.TemporaryDirectory() as folder:
        safe, bare = _opened(Path(folder) / "safe"), _opened(Path(folder) / "bare")
        (Path(folder) / "stick").mkdir()
        safe.changes.follow(lambda: Path(folder) / "stick")
        times = [_both(safe, bare, number) for number in range(SAVES + 20)][20:]
        safe.close()
        behind = sum(state.behind for state in safe.changes.state())
        bare.close()
    ours, theirs = (median(column) for column in zip(*times, strict=True))
    ratio = ours / theirs
    verdict = "met" if ratio <= BOUND and not behind else "MISSED"
    row = (
        f"save of one record, {MEMBERS:,} members",
        f"{1000 * ours:.1f} ms",
        f"without journal, keys, checkpoint: {1000 * theirs:.1f} ms",
        f"{ratio:.2f}",
        f"≤ {BOUND:.0f} ×",
        verdict,
    )
    return [row]


def _opened(folder: Path) -> App:
    shutil.copytree(office_of(MEMBERS), folder)
    return open_office(folder, "", PASSWORD, Clock())


def _both(safe: App, bare: App, number: int) -> tuple[float, float]:
    ours = _timed(safe, number)
    with _unsafe(bare):
        return ours, _timed(bare, number)


def _timed(app: App, number: int) -> float:
    texts = {
        "person.name": f"赵{chr(0x4E00 + number)}明",
        "person.sex": "男",
        "person.ethnic": "汉族",
        "person.born": f"{1930 + number % 60}-{1 + number % 12:02}-15",
        "member.branch_id": branch_names()[0],
        "member.category": "正式党员",
        "member.joined_on": "2016-11-15",
    }
    began = perf_counter()
    app.save(MEMBER, texts)
    return perf_counter() - began


@contextmanager
def _unsafe(app: App) -> Iterator[None]:
    """Save without what makes it safe."""

    def forget(session: Any, clock: Clock) -> None:
        session.info |= {"changes": {}, "touched": {}, "clock": clock}

    def load(keys: Keys, _connection: object) -> None:
        keys.incarnation, keys.used = 1, _unsafe_used[0]

    def save(keys: Keys, _connection: object) -> None:
        _unsafe_used[0] = keys.used

    with (
        mock.patch.object(store, "keep", forget),
        mock.patch.object(Keys, "load", load),
        mock.patch.object(Keys, "save", save),
        mock.patch.object(app.store, "checkpoint", return_value=None),
    ):
        yield


_unsafe_used = [USED]
