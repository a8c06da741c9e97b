"""Blocking: the longest time the window could not answer, in each core task at 50,000 members.

Every round is a process of its own with a copy of the office. Each figure is the median of the
rounds: by the clock, and of the thread's own work, since a busy machine stops it in between.
`python -m bench.blocking NAME` takes one round and prints every long block, and where the window
was when somebody looked.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from faulthandler import dump_traceback
from pathlib import Path
from statistics import median
from threading import Event, Thread, get_ident

from bench.desk import desk
from bench.importing import write_book
from bench.office import PASSWORD, branch_names, office_of
from partyservice.app import open_office
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.clock import Clock
from tests.cupsd import PrintShop
from tests.ui.clerk import Clerk, at_work
from tests.ui.tasks import MEMBERS as MEMBERS_PLACE
from tests.ui.tasks import TASKS, Task
from tests.ui.watchdog import Block, Watchdog
from ui.parts.importing.choose import HABIT

ROUNDS, MEMBERS, ROWS, BOUND = 3, 50_000, 5_000, 50  # the bound in ms
_LOOK = 0.005  # s between two looks at what the window does
_WORST, _DEEP = 5, 7  # blocks and places told of, and calls of a place
_CALL = re.compile(r'File "(?P<path>[^"]*)", line (\d+) in (.*)')
_OURS = re.compile(r"/(ui|partyservice)/")  # folders whose calls tell something


def import_many(clerk: Clerk) -> None:
    """Import a list of `ROWS` members, each in a branch of the office."""
    clerk.sit_at(MEMBERS_PLACE)
    before = clerk.app.count(PEOPLE, clerk.app.wanted())
    with tempfile.TemporaryDirectory() as folder:
        write_book(Path(folder) / "名单.xlsx", ROWS, branch_names())
        clerk.app.kept.keep_habit(HABIT, folder)
        clerk.press("Ctrl+I", "Return", "Ctrl+Return")
        clerk.see("待处理")
        clerk.press("Ctrl+Return")
        clerk.see("再导入一个")
    taken = clerk.app.count(PEOPLE, clerk.app.wanted()) - before
    if taken < ROWS * 0.99:  # some personas raise a question
        raise RuntimeError(f"{taken} of {ROWS} were imported.")


# the office has as many people away as the roster of `print` has rows
DONE = TASKS | {"import many": Task(f"导入 {ROWS:,} 行", 10, import_many)}


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    rounds = [_round() for _ in range(ROUNDS)]
    return [_row(task.title, [each[name] for each in rounds]) for name, task in DONE.items()]


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
        [sys.executable, "-m", "bench.blocking", *(names or DONE)],
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
            DONE[name].do(clerk)
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
    """Give where the window's thread is, and after a + where each is that works beside it.

    The text of a dump is read: whoever held the frames would keep alive what is local to them, and
    a painter that ends on another thread ends the program.
    """
    with tempfile.TemporaryFile("w+") as file:
        dump_traceback(file)
        file.seek(0)
        threads = file.read().split("\n\n")
    for text in threads:
        calls = [call.groups() for call in _CALL.finditer(text) if _OURS.search(call["path"])]
        where = " < ".join(f"{Path(path).name}:{line} {name}" for path, line, name in calls[:_DEEP])
        if where:
            yield where if f"{window:016x}" in text else f"+ {where}"


def _tell(name: str, blocks: list[Block], seen: Counter[str]) -> None:
    for block in sorted(blocks, key=_own, reverse=True)[:_WORST]:
        figures = f"{block.own:.0f} ms, clock {block.wall:.0f}, work {block.work:.0f}"
        print(f"{name}: {figures}; {block.during}", file=sys.stderr)
    for where, times in seen.most_common(_WORST):
        print(f"    {times} × {where}", file=sys.stderr)


def _own(block: Block) -> float:
    return block.own


if __name__ == "__main__":
    longest = _longest(sys.argv[1:] or list(DONE))
    print(json.dumps({n: astuple(b) for n, b in longest.items()}, ensure_ascii=False))
