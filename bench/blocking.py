"""Blocking: the longest time the window could not answer, in each core task at 50,000 members.

Every round is a process of its own with a copy of the office. Each figure is the median of the
rounds: by the clock, and of the thread's own work, since a busy machine stops it in between.
`python -m bench.blocking NAME` takes one round and prints every long block, and where the window
was when somebody looked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from statistics import median
from threading import Event, Thread, get_ident
from traceback import extract_stack

from bench.desk import desk
from bench.office import PASSWORD, office_of
from partyservice.app import open_office
from partyservice.kernel.clock import Clock
from tests.cupsd import PrintShop
from tests.ui.clerk import at_work
from tests.ui.tasks import TASKS
from tests.ui.watchdog import Block, Watchdog

ROUNDS, MEMBERS, BOUND = 3, 50_000, 50  # ms
_LOOK = 0.005  # s between two looks at what the window does
_WORST, _DEEP = 5, 7  # blocks and places told of, and calls of a place
_OURS = {"ui", "partyservice"}  # folders whose calls tell something


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    rounds = [_round() for _ in range(ROUNDS)]
    return [_row(task.title, [each[name] for each in rounds]) for name, task in TASKS.items()]


def _row(title: str, blocks: list[Block]) -> tuple[str, ...]:
    own = median(block.own for block in blocks)
    wall, work = (
        median(values) for values in zip(*((b.wall, b.work) for b in blocks), strict=True)
    )
    during = min(blocks, key=lambda block: abs(block.own - own)).during
    verdict = "met" if own <= BOUND else "MISSED"
    beside = f"clock {wall:.0f}, work {work:.0f} ms; {during}"
    return (f"longest block, {title}", f"{own:.0f} ms", beside, "—", f"≤ {BOUND} ms", verdict)


def _round(*names: str) -> dict[str, Block]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.blocking", *(names or TASKS)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    return {name: Block(*block) for name, block in told.items()}


def _longest(names: list[str]) -> dict[str, Block]:
    """Do the tasks named, each in a window of its own."""
    with tempfile.TemporaryDirectory() as folder, desk() as shop:
        office = Path(folder) / "office"
        shutil.copytree(office_of(MEMBERS), office)
        return {name: _of_task(name, office, shop) for name in names}


def _of_task(name: str, office: Path, shop: PrintShop) -> Block:
    with at_work(open_office(office, "", PASSWORD, Clock()), shop) as clerk:
        clerk.watch.blocks.clear()
        with _looked_at(clerk.watch) as seen:
            TASKS[name].do(clerk)
    _tell(name, clerk.watch.blocks, seen)
    return max(clerk.watch.blocks, key=_own)


@contextmanager
def _looked_at(watch: Watchdog) -> Iterator[Counter[str]]:
    """Note where the window's thread is while it does not answer."""
    seen: Counter[str] = Counter()
    stop, window = Event(), get_ident()

    def look() -> None:
        while not stop.wait(_LOOK):
            if watch.quiet > BOUND / 2:
                seen.update(_places(window))

    looker = Thread(target=look, daemon=True)
    looker.start()
    yield seen
    stop.set()
    looker.join()


def _places(window: int) -> Iterator[str]:
    """Give where the window's thread is, and after a + where each is that works beside it."""
    for thread, frame in sys._current_frames().items():  # noqa: SLF001 - there is no public way
        calls = [call for call in extract_stack(frame) if _OURS & {*Path(call.filename).parts}]
        where = " > ".join(f"{Path(c.filename).name}:{c.lineno} {c.name}" for c in calls[-_DEEP:])
        if thread == window:
            yield where
        elif where:
            yield f"+ {where}"


def _tell(name: str, blocks: list[Block], seen: Counter[str]) -> None:
    for block in sorted(blocks, key=_own, reverse=True)[:_WORST]:
        figures = f"{block.own:.0f} ms, clock {block.wall:.0f}, work {block.work:.0f}"
        print(f"{name}: {figures}; {block.during}", file=sys.stderr)
    for where, times in seen.most_common(_WORST):
        print(f"    {times} × {where}", file=sys.stderr)


def _own(block: Block) -> float:
    return block.own


if __name__ == "__main__":
    longest = _longest(sys.argv[1:] or list(TASKS))
    print(json.dumps({n: astuple(b) for n, b in longest.items()}, ensure_ascii=False))
