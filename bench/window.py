"""The window: shown, first rows, a jump in a million, memory; against a bare PySide6 window.

Each figure is taken in a process of its own, by turns with the bare window, so that a busy machine
hits both. Off-screen platform. `python -m bench.window NAME` takes one figure.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

TURNS, FEW = 5, 3
MANY, VERY_MANY = 100_000, 1_000_000
OFFICE, ROWS = 50_000, 5_000  # where a sheet and a roster of so many rows are looked at
JUMPS = 200
WORDS = 20  # typed into the search, three letters each


def run() -> list[tuple[str, ...]]:
    """Return rows of what, measured, against, ratio, bound and verdict."""
    bare, shown, rows = ([], [], [])  # type: tuple[list[float], list[float], list[float]]
    for _ in range(TURNS):
        bare.append(_figure("bare"))
        shown.append(_figure("shown"))
        rows.append(_figure("rows"))
    jump = _figure("jump")
    grown = _figure("memory") - _figure("bare memory")
    search = median(_figure("search") for _ in range(FEW))
    sheet = median(_figure("sheet") for _ in range(FEW))
    roster = median(_figure("roster") for _ in range(FEW))
    return [
        _compared("window shown", median(shown), median(bare), 1.2),
        _compared(f"first rows of {MANY:,}, after sign-in", median(rows), median(bare), 5),
        _bounded(f"jump in {VERY_MANY:,}, p95", jump, "ms", 30),
        _bounded(f"letter to rows in {MANY:,}, p95", search, "ms", 50),
        _bounded(f"check of a sheet of {ROWS:,} rows, {OFFICE:,} on file", sheet, "ms", 3000),
        _bounded(f"first page of a roster of {ROWS:,}, {OFFICE:,} on file", roster, "ms", 1000),
        _bounded(f"memory with {VERY_MANY:,} listed, above bare", grown, "MiB", 90),
    ]


def _compared(what: str, ours: float, bare: float, bound: float) -> tuple[str, ...]:
    ratio = ours / bare
    verdict = "met" if ratio <= bound else "MISSED"
    against = f"bare window {bare:.0f} ms"
    return (what, f"{ours:.0f} ms", against, f"{ratio:.2f}", f"≤ {bound} ×", verdict)


def _bounded(what: str, found: float, unit: str, bound: float) -> tuple[str, ...]:
    verdict = "met" if found <= bound else "MISSED"
    return (what, f"{found:.1f} {unit}", "—", "—", f"≤ {bound} {unit}", verdict)


def _figure(name: str) -> float:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "BENCH_START": str(time.time())}
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "bench.window", name],
        env=env, cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


def _since_start() -> float:
    return (time.time() - float(os.environ["BENCH_START"])) * 1000


def _bare() -> float:
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView  # noqa: PLC0415

    application = QApplication(["bare"])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.show()
    application.processEvents()
    return _since_start()


def _shown() -> float:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ui.window import bare_window  # noqa: PLC0415

    application = QApplication(["shown"])
    bare_window(application).show()
    application.processEvents()
    return _since_start()


def _listed(members: int) -> tuple[Any, Any, float]:
    """Return the application, the list of members and the ms from signing in to its rows."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from bench.office import opened  # noqa: PLC0415
    from ui.parts.theme import dress  # noqa: PLC0415
    from ui.window import _load, bare_window  # noqa: PLC0415

    application = QApplication(["rows"])
    window = bare_window(application)
    window.resize(1366, 768)
    window.show()
    dress(application)
    _load()  # the password is typed meanwhile
    app = opened(members)
    start = time.perf_counter()
    window.begin(app)
    view = window.frame.view("3").view()  # type: ignore[union-attr] # begin has made it
    while view.list.model.rowCount() == 0:
        application.processEvents()
    application.processEvents()
    return application, (window, view), (time.perf_counter() - start) * 1000


def _rows() -> float:
    return _listed(MANY)[2]


def _jump() -> float:
    from PySide6.QtCore import QEventLoop  # noqa: PLC0415

    application, (_window, view), _ = _listed(VERY_MANY)
    while view.list.model.rowCount() < VERY_MANY // 2:
        application.processEvents()
    table, model = view.list.table, view.list.model
    draw = random.Random(5)
    times = []
    for _ in range(JUMPS):
        start = time.perf_counter()
        table.scrollTo(model.index(draw.randrange(model.rowCount()), 0))
        table.viewport().repaint()
        while not all(map(model.knows, range(*table.seen()))):  # they are read beside the window
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        table.viewport().repaint()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[int(JUMPS * 0.95)]


def _search() -> float:
    """Return the ms from a letter in the search box until its rows are drawn, p95."""
    from PySide6.QtCore import QEventLoop  # noqa: PLC0415
    from PySide6.QtTest import QTest  # noqa: PLC0415

    application, (window, view), _ = _listed(MANY)
    box, shown = view.list.search, []
    for signal in (view.list.reading.first, view.list.reading.whole):  # whichever is sooner
        signal.connect(lambda rows: shown.append(len(rows)))
    _idle(application, window)
    draw = random.Random(5)
    times = []
    for _ in range(WORDS):
        for letter in draw.choices("wlzcxyhjs", k=3):
            shown.clear()
            start = time.perf_counter()
            QTest.keyClicks(box, letter)
            while not shown:
                application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            view.list.table.viewport().repaint()
            times.append((time.perf_counter() - start) * 1000)
        box.clear()
        _idle(application, window)
    return sorted(times)[int(len(times) * 0.95)]


def _sheet() -> float:
    """Return the ms from choosing a file until its problems are shown, reading by a child too."""
    from bench.importing import write_book  # noqa: PLC0415
    from bench.office import branch_names  # noqa: PLC0415
    from ui.parts.importing.wizard import CHECK, COLUMNS  # noqa: PLC0415

    application, (window, _view), _ = _listed(OFFICE)
    _idle(application, window)
    wizard = window.frame.view("9")
    with TemporaryDirectory() as folder:
        write_book(Path(folder) / "名单.xlsx", ROWS, branch_names())
        start = time.perf_counter()
        wizard.take(Path(folder) / "名单.xlsx")
        while wizard.step != COLUMNS:
            application.processEvents()
        wizard.go_on()
        while wizard.step != CHECK:
            application.processEvents()
        application.processEvents()
        return (time.perf_counter() - start) * 1000


def _roster() -> float:
    """Return the ms from going to the rosters until the first page of the first is drawn."""
    from ui.screens import SCREENS  # noqa: PLC0415

    application, (window, _view), _ = _listed(OFFICE)
    _idle(application, window)
    start = time.perf_counter()
    window.frame.open(next(place for place in SCREENS if place.digit == "8"))
    page = window.frame.view("8")
    while not page.preview.drawn():
        application.processEvents()
    application.processEvents()
    return (time.perf_counter() - start) * 1000


def _idle(application: Any, window: Any) -> None:
    while not window.frame.desk.jobs.idle():
        application.processEvents()


def _memory() -> float:
    application, (_window, view), _ = _listed(VERY_MANY)
    while view.list.model.rowCount() < VERY_MANY // 2:
        application.processEvents()
    return _resident()


def _bare_memory() -> float:
    _bare()
    return _resident()


def _resident() -> float:
    """Return what the process holds now, in MiB; the work of the password is over."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


_FIGURES: dict[str, Callable[[], float]] = {
    "bare": _bare,
    "shown": _shown,
    "rows": _rows,
    "jump": _jump,
    "search": _search,
    "sheet": _sheet,
    "roster": _roster,
    "memory": _memory,
    "bare memory": _bare_memory,
}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(_FIGURES[sys.argv[1]]())
        sys.stdout.flush()
        os._exit(0)  # Qt's own threads need not be waited for
    for row in run():
        print("  ".join(row))
