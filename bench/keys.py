"""Keys: how many each core task takes, Han typed by their pinyin, in a sample office."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.desk import desk
from bench.office import PASSWORD
from partyservice.app import open_office
from partyservice.kernel.clock import Clock
from partyservice.samples.loading import sample
from tests.cupsd import PrintShop
from tests.ui.clerk import at_work
from tests.ui.tasks import TASKS, Task

MEMBERS = 150


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    with TemporaryDirectory() as folder, desk() as shop:
        office = Path(folder) / "office"
        sample(office, PASSWORD, members=MEMBERS, seed=1, clock=Clock())
        return [_row(task, office, shop) for task in TASKS.values()]


def _row(task: Task, office: Path, shop: PrintShop) -> tuple[str, ...]:
    with at_work(open_office(office, "", PASSWORD, Clock()), shop) as clerk:
        task.do(clerk)
    verdict = "met" if clerk.keys <= task.most else "MISSED"
    return (task.title, f"{clerk.keys} keys", "—", "—", f"≤ {task.most} keys", verdict)
