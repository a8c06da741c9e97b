"""F39, F43: nobody's name lies where it was not put on purpose, and nothing asks the network."""

from __future__ import annotations

import logging
import os
import resource
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.app.lists import Taken
from partyservice.desk.finding import find
from partyservice.desk.listing import PEOPLE
from partyservice.kernel.traces import trace_of
from partyservice.kernel.unsaved import Unsaved
from partyservice.machine import Machine
from tests.builders import CLOCK, PASSWORD, new_office, outflow, somebody, with_branches
from tests.exchange.builders import book
from tests.faults.table import Told

MAIN = Path(__file__).parents[2] / "main.py"
NAMES = ("欧阳金丝雀", "诸葛黄鹂鸟", "司马画眉鸟")
SECRETS = (*NAMES, "15480424747", "青鸟街八十八号", "红雀里九号", PASSWORD)
FORMS = ("utf-8", "gb18030", "utf-16-le", "unicode_escape")
NEEDLES = tuple({text.encode(form) for text in SECRETS for form in FORMS})
log = logging.getLogger("partyservice.tests")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that a program may write to lies below one folder."""
    made = tmp_path / "home"
    for name, below in (
        ("HOME", ""), ("TMPDIR", "tmp"), ("XDG_CACHE_HOME", "cache"), ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state"), ("XDG_RUNTIME_DIR", "run"),
    ):  # fmt: skip
        (made / below).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(made / below))
    monkeypatch.setattr("tempfile.tempdir", None)
    return made


@pytest.fixture
def office(home: Path) -> Iterator[App]:
    app = with_branches(new_office(home / "office", region="320583"))
    app.diagnosis.begin()
    yield app
    with suppress(Exception):
        app.close()


def hits(place: Path) -> list[str]:
    """Return the files below `place` that hold one of the secrets."""
    found = []
    for path in place.rglob("*"):
        if path.is_file():
            data = b"".join(_contents(path))
            found += [path.name for needle in NEEDLES if needle in data]
    return found


def _contents(path: Path) -> Iterator[bytes]:
    """Give what a file holds, and what is packed in it."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def workloads(app: App, out: Path) -> None:
    """Do what is done in a day, and let it fail too."""
    somebody(app, NAMES[0], person__address="青鸟街八十八号", person__mobile_phone="15480424747")
    outflow(app, NAMES[1], "2026-11-01")
    heading = [
        "姓名",
        "性别",
        "民族",
        "出生日期",
        "学历",
        "党支部",
        "人员类别",
        "入党日期",
        "家庭住址",
    ]
    row = [
        NAMES[2],
        "女",
        "汉族",
        "1980-01-01",
        "大学",
        "没有的支部",
        "正式党员",
        "2001-01-01",
        "红雀里九号",
    ]
    sheet = book(out / "in.xlsx", [heading, row])
    review = app.imports.open(sheet)
    app.imports.judge(review)
    app.imports.bring(review, sheet.name, out / "back.xlsx")
    app.imports.clean(app.imports.open(sheet), out / "clean.xlsx")
    with app.store.read() as session:
        find(session, app.wanted(NAMES[0]))
    app.window(PEOPLE, app.ids(PEOPLE, app.wanted()))
    app.lists.save(Taken(title="人员", listing=PEOPLE, wanted=app.wanted()), out / "list.xlsx")
    for name, _ in app.papers.rolls():
        app.papers.save(name, CLOCK.today(), out / f"{name}.pdf")
        app.papers.save(name, CLOCK.today(), out / f"{name}.xlsx")
    app.kept.keep(
        Unsaved(
            id=1, at=CLOCK.now(), place="people", title=NAMES[1], texts={"person.name": NAMES[2]}
        )
    )
    app.kept.keep_habit("filters", NAMES[0])
    Machine().remember(app.store.folder, app.office, CLOCK.now())
    _fail(app, out)


def _fail(app: App, out: Path) -> None:
    try:
        somebody(app, NAMES[0], member__branch_id=SECRETS[4])
    except Exception as error:
        log.exception("failed %s", SECRETS[3])
        trace = trace_of(error)
    else:
        raise AssertionError
    log.warning("%s left", NAMES[0])
    app.diagnosis.save(out.parent / "home" / "diagnosis.zip", app.diagnosis.gather({}, trace))


def test_nobody_lies_outside_what_was_exported(
    office: App, home: Path, tmp_path: Path, tell: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = home / "config" / "settings.json"
    monkeypatch.setenv("PARTYSERVICE_SETTINGS", str(settings))
    out = tmp_path / "out"
    out.mkdir()

    workloads(office, out)
    open_ = hits(home)
    office.close()
    closed = hits(home)
    assert settings.is_file()
    assert hits(out)  # what was exported on purpose is found, so the search finds
    assert open_ == []
    assert closed == []
    raw = logging.FileHandler(home / "raw.log", encoding="utf-8")
    log.addHandler(raw)
    log.warning("%s left", NAMES[0])
    log.removeHandler(raw)
    raw.close()
    control = len(hits(home))
    tell("F39 canaries", len(NEEDLES), len(closed), f"an ordinary log: {control} found")
    assert control


def test_a_crash_writes_no_memory_down() -> None:
    """The control is a program that does not say so."""
    said = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    ours = (
        f"import sys; sys.path.insert(0, {str(MAIN.parent)!r}); import main; "
        "main.main(['--help']) if 0 else main.no_dump(); "
    )

    def limit(code: str) -> int:
        many = resource.getrlimit(resource.RLIMIT_CORE)[1]
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (many, many)),
        )  # fmt: skip
        return int(done.stdout.split()[-1])

    assert limit(ours + said) == 0
    if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0:
        assert limit(said) != 0


_heard: list[str] = []


def _listen(event: str, given: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        if not isinstance(given[1], str | bytes):  # those are sockets of this machine
            _heard.append(f"{event} {given[1]!r}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _heard.append(f"{event} {given[0]!r}")


@pytest.fixture(scope="module")
def _listening() -> None:
    sys.addaudithook(_listen)


@pytest.mark.usefixtures("_listening")
def test_nothing_asks_the_network(office: App, tmp_path: Path, tell: Told) -> None:
    """F43: over the day of the canaries; its child processes inherit a hook of their own."""
    out = tmp_path / "out"
    out.mkdir()
    _heard.clear()

    workloads(office, out)

    heard = list(_heard)
    with suppress(OSError):
        urllib.request.urlopen("http://127.0.0.1:9/", timeout=1)
    control = len(_heard) - len(heard)
    tell("F43 network silence", 1, len(heard), f"urllib: {control} calls heard")
    assert heard == []
    assert control


@pytest.mark.skipif(not Path("/usr/bin/strace").exists(), reason="strace is not here")
def test_no_process_of_the_program_connects(tmp_path: Path) -> None:
    """What C code and children do is seen by the system alone."""
    told = tmp_path / "told"
    (tmp_path / "pw").write_text(PASSWORD, "utf-8")
    environment = os.environ | {"PARTYSERVICE_PASSWORD_FILE": str(tmp_path / "pw")}
    subprocess.run(
        ["/usr/bin/strace", "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(told),
         sys.executable, str(MAIN), "sample", str(tmp_path / "o"), "--members", "20"],
        check=True, env=environment, capture_output=True,
    )  # fmt: skip

    assert [line for line in told.read_text().splitlines() if "AF_INET" in line] == []
