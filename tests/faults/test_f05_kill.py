"""F5: the program is killed while it saves; the control says 已保存 too early, and must lose."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.faults.forking import shared_out
from tests.faults.killing import Work, hasty, honest, kill, missing, struck
from tests.faults.powercut import SHARES
from tests.faults.table import Told

CONTROL = 6  # kills
LETTERS = "甲乙丙丁戊己庚辛壬癸"


def killed(base: Path, place: Path, work: Work, count: int) -> tuple[int, list[str]]:
    """Return how much was confirmed in all, and what was wrong after each kill."""

    def share(number: int) -> tuple[int, list[str]]:
        at, chance = place / f"{work.__name__}{number}", Random(number)
        shutil.copytree(base, at)
        confirmed, wrong = 0, []
        for kill_number in range(count // SHARES):
            prefix = "".join(LETTERS[int(d)] for d in str(kill_number))
            said = struck(at, f"周{prefix}", work, kill, chance)
            confirmed += len(said)
            wrong.append(missing(at, said, f"周{prefix}"))
        return confirmed, [each for each in wrong if each]

    parts = shared_out(share, range(SHARES))
    return sum(n for n, _ in parts), [each for _, lines in parts for each in lines]


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.full)])
def test_nothing_is_lost_when_the_program_is_killed(
    base: Path, place: Path, tell: Told, count: int
) -> None:
    confirmed, wrong = killed(base, place, honest, count)
    _, control = killed(base, place, hasty, CONTROL)

    lost = f"told too early: {len(control)} of {CONTROL} lost"
    tell(f"F5 kill -9, {confirmed:,} stays confirmed", count, len(wrong), lost)
    assert wrong == []
    assert confirmed > count
    assert control
