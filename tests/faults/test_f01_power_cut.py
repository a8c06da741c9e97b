"""F1: the power fails in daily work; the control syncs too seldom, and must lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.nothing_lost import CORRUPT, LOST
from tests.faults.powercut import faults, kinds, recorded
from tests.faults.table import Told

CONTROL = 200  # cuts


@pytest.mark.parametrize("count", [2000, pytest.param(50_000, marks=pytest.mark.full)])
def test_nothing_is_lost_wherever_the_power_fails(
    base: Path, recorder: Path, place: Path, tell: Told, count: int
) -> None:
    parts = ["daily", "normal", "off"]
    for name in parts:
        (place / name).mkdir()
    day = recorded(base, recorder, place / "daily", "daily")
    normal = recorded(base, recorder, place / "normal", "daily", "--synchronous", "1")
    off = recorded(base, recorder, place / "off", "daily", "--synchronous", "0")

    found = faults(day, count, seed=1)
    control = kinds(faults(normal, CONTROL, seed=1))
    worse = kinds(faults(off, CONTROL, seed=1))

    lost = f"NORMAL {control[LOST]} of {CONTROL} lost; OFF {worse[LOST]}, {worse[CORRUPT]} corrupt"
    tell("F1 power cut in daily work", count, len(found), lost)
    assert found == []
    assert control[LOST] > CONTROL // 10
    assert worse[CORRUPT]
