"""Power cut: record a day in a program of its own, then cut it wherever wanted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.forking import shared_out
from tests.faults.nothing_lost import State, fault_after
from tests.faults.replay import Event, Left, Start, chosen, cuts, lay_out, read

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("recorder.c")
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder with a random name is made in it
SHARES = 2  # cores of the least machine that tests run on
Check = Callable[[Path, int], str]  # the folder, how much was confirmed: what is wrong


@dataclass(frozen=True, slots=True)
class Recording:
    """What a program did to a folder, and what was true after each operation."""

    start: Start
    events: Sequence[Event]
    states: Sequence[State]


def compiled(folder: Path) -> Path:
    """Compile the recorder."""
    made = folder / "recorder.so"
    flags = ("-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread")
    subprocess.run(["gcc", *flags, "-o", made, SOURCE], check=True)
    return made


@contextmanager
def memory(name: str) -> Iterator[Path]:
    """Give a folder in a file system in memory if there is one."""
    within = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=f"partyservice-{name}-", dir=within))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def below(folder: Path, recorder: Path, log: Path | None, *command: str) -> str:
    """Run a module of the tests with what it does below `folder` recorded; return what it says."""
    env = os.environ | {"LD_PRELOAD": str(recorder), "RECORDED": str(folder)}
    if log:
        env["RECORD"] = str(log)
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=env, check=False, capture_output=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return done.stdout.decode()


def recorded(base: Path, recorder: Path, folder: Path, *which: str) -> Recording:
    """Record a workload on a copy of `base` in the empty `folder`."""
    office, log = folder / "base", folder / "log"
    shutil.copytree(base, office)
    shutil.copytree(base.with_name("sheets"), folder / "sheets")
    start = Start.of(office)
    said = below(office, recorder, log, "tests.faults.workloads", str(office), *which)
    states = [State(**each) for each in json.loads(said)]
    return Recording(start, read(log.read_bytes()), states)


def faults(recording: Recording, count: int, seed: int, check: Check | None = None) -> list[str]:
    """Cut `count` times, a quarter in each way; return a line for each that went wrong."""
    states = recording.states
    asked = check or (lambda folder, confirmed: fault_after(folder, states, confirmed))
    places = chosen(recording.events, count // len(Left), Random(seed))

    def work(share: Sequence[int]) -> list[str]:
        return list(_faults(recording, share, seed, asked))

    shares = [places[n::SHARES] for n in range(SHARES)]
    return [line for lines in shared_out(work, shares) for line in lines]


def kinds(found: Sequence[str]) -> Counter[str]:
    """Count the kinds of fault."""
    return Counter(line.partition(":")[0] for line in found)


def _faults(recording: Recording, places: Sequence[int], seed: int, check: Check) -> Iterator[str]:
    with memory("cut") as folder:
        for place, confirmed, disk in cuts(recording.start, recording.events, places):
            for how in Left:
                at = folder / "disk"
                at.mkdir()
                lay_out(disk.left(how, Random(f"{seed} {place} {how}")), at)
                fault = check(at, confirmed)
                if fault:
                    yield f"{fault} ({how.value} at {place})"
                shutil.rmtree(at)
