"""Roster PDF: CPU of whole processes, ours against the floor and the peers, in one run.

`python -m bench.paper` prints the table; `python -m bench.paper NAME ROWS FILE` draws once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.paper_peers import DRAWN, installed

_MANY, _VERY_MANY, _FEW = 10_000, 100_000, 1_000
_PEERS = {  # rows to compare at: WeasyPrint takes minutes and 3 GB for 10,000
    "typst": _MANY,
    "reportlab LongTable": _MANY,
    "fpdf2": _MANY,
    "WeasyPrint": _FEW,
    "LibreOffice": _MANY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process cost: CPU seconds and, at its peak, MiB."""

    seconds: float
    memory: float


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    few = f"roster, {_MANY:,} rows"
    many = f"roster, {_VERY_MANY:,} rows"
    grown, own = _pairs(("ours", _VERY_MANY), ("ours", _MANY), 3)
    peak = max(cost.memory for cost in grown)
    return [
        _compared(few, *_pairs(("ours", _MANY), ("floor", _MANY), 9), "floor", 1.8),
        _compared(many, grown, own, f"own {_MANY:,}", 8),
        (f"{many}, peak", f"{peak:.0f} MiB", "—", "—", "≤ 400 MiB", _verdict(peak <= 400)),
        *(_peer(name, rows) for name, rows in _PEERS.items()),
    ]


def _peer(name: str, rows: int) -> tuple[str, ...]:
    what = f"roster, {rows:,} rows"
    if not installed(name):
        return (what, "—", name, "—", "≤ 1 ×", "skipped: not installed")
    return _compared(what, *_pairs(("ours", rows), (name, rows), 1), name, 1)


def _pairs(
    ours: tuple[str, int], other: tuple[str, int], times: int
) -> tuple[list[Cost], list[Cost]]:
    """Measure two drawings by turns, so that a busy machine hits both."""
    costs = [(_measured(*ours), _measured(*other)) for _ in range(times)]
    return [first for first, _ in costs], [second for _, second in costs]


def _compared(
    what: str, ours: list[Cost], other: list[Cost], name: str, bound: float
) -> tuple[str, ...]:
    """Return a row of the table; the ratio is the median of the pairs'."""
    ratio = median(a.seconds / b.seconds for a, b in zip(ours, other, strict=True))
    return (
        what,
        f"{median(cost.seconds for cost in ours):.2f} s CPU",
        f"{name} {median(cost.seconds for cost in other):.2f} s",
        f"{ratio:.2f} ×",
        f"≤ {bound:g} ×",
        _verdict(ratio <= bound),
    )


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def _measured(name: str, rows: int) -> Cost:
    """Draw in a process of its own; its children count too."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.paper", name, str(rows), f"{folder}/roster.pdf"]
        process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name}: exit {process.returncode}")
    return Cost(seconds=used.ru_utime + used.ru_stime, memory=used.ru_maxrss / 1024)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        DRAWN[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
    else:
        for row in run():
            print("  ".join(row))
