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

from bench.paper_peers import DRAWN, installed

_MANY, _VERY_MANY, _FEW = 10_000, 100_000, 1_000
_RUNS = 5
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
    costs: dict[tuple[str, int], list[Cost]] = {}
    plan = [("ours", _MANY), ("floor", _MANY)] * _RUNS  # by turns, so that a busy machine hits both
    plan += [("ours", _VERY_MANY), ("ours", _FEW)]
    plan += [(name, rows) for name, rows in _PEERS.items() if installed(name)]
    for name, rows in plan:
        costs.setdefault((name, rows), []).append(_measured(name, rows))
    best = {key: min(found, key=lambda cost: cost.seconds) for key, found in costs.items()}
    return [*_own(best), *(_peer(name, rows, best) for name, rows in _PEERS.items())]


def _own(best: dict[tuple[str, int], Cost]) -> list[tuple[str, ...]]:
    ours, floor, large = best["ours", _MANY], best["floor", _MANY], best["ours", _VERY_MANY]
    return [
        _compared(f"roster, {_MANY:,} rows", ours, floor, "floor", 1.8),
        _compared(f"roster, {_VERY_MANY:,} rows", large, ours, f"own {_MANY:,}", 8),
        (
            f"roster, {_VERY_MANY:,} rows, peak",
            f"{large.memory:.0f} MiB",
            "—",
            "—",
            "≤ 400 MiB",
            "met" if large.memory <= 400 else "missed",
        ),
    ]


def _peer(name: str, rows: int, best: dict[tuple[str, int], Cost]) -> tuple[str, ...]:
    what = f"roster, {rows:,} rows"
    if (name, rows) not in best:
        return (what, "—", name, "—", "< 1 ×", "skipped: not installed")
    return _compared(what, best["ours", rows], best[name, rows], name, 1)


def _compared(what: str, ours: Cost, other: Cost, name: str, bound: float) -> tuple[str, ...]:
    ratio = ours.seconds / other.seconds
    return (
        what,
        f"{ours.seconds:.2f} s CPU",
        f"{name} {other.seconds:.2f} s",
        f"{ratio:.2f} ×",
        f"≤ {bound:g} ×",
        "met" if ratio <= bound else "missed",
    )


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
