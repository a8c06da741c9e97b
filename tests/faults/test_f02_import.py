"""F2: the power fails while 500 rows are imported: all are there, or none.

The control commits every 50 rows, and must be found with some of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.powercut import faults, recorded
from tests.faults.table import Told

ROWS, CONTROL = 500, 100


@pytest.mark.parametrize("count", [500, pytest.param(5000, marks=pytest.mark.full)])
def test_all_rows_are_there_or_none(
    base: Path, recorder: Path, place: Path, tell: Told, count: int
) -> None:
    for name in ("whole", "pieces"):
        (place / name).mkdir()
    whole = recorded(base, recorder, place / "whole", "large")
    pieces = recorded(base, recorder, place / "pieces", "large", "--in-pieces")

    found, control = faults(whole, count, seed=2), faults(pieces, CONTROL, seed=2)

    lost = f"in pieces: {len(control)} of {CONTROL} partial"
    tell(f"F2 power cut in an import of {ROWS} rows", count, len(found), lost)
    assert whole.states[1].office != whole.states[2].office
    assert found == []
    assert len(control) > CONTROL // 10
