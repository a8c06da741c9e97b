"""The settings of the machine: typed, tolerant, written whole, by one program at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from partyservice.kernel.errors import Refused
from partyservice.machine import (
    MOST,
    QT_SCALE,
    VARIABLE,
    Machine,
    enlarge,
    settings_path,
    usual_place,
)

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
WRITER = """
import sys
from pathlib import Path
from partyservice.machine import Machine
machine = Machine(Path(sys.argv[1]))
for n in range(20):
    machine.keep_printer(f"{sys.argv[2]}{n}", "A4")
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "config" / "settings.json")


def test_nothing_is_known_at_first(machine: Machine) -> None:
    assert machine.recent() == []
    assert machine.first_run().page == ""
    assert machine.scale() == 100
    assert machine.printer("roster") == ""
    assert not machine.path.parent.exists()


def test_the_last_office_stands_first_and_only_once(machine: Machine, tmp_path: Path) -> None:
    for n in range(MOST + 2):
        machine.remember(tmp_path / str(n), f"中心{n}", AT)
    machine.remember(tmp_path / "3", "改了名", AT)

    recent = machine.recent()
    assert [each.folder.name for each in recent] == ["3", "7", "6", "5", "4", "2"]
    assert (recent[0].name, recent[0].opened) == ("改了名", AT)
    machine.forget(tmp_path / "7")
    assert [each.folder.name for each in machine.recent()] == ["3", "6", "5", "4", "2"]


def test_a_first_run_is_kept_until_it_ends(machine: Machine) -> None:
    machine.keep_first_run("account", {"office.name": "青石镇党员服务中心"})

    left = Machine(machine.path).first_run()
    assert (left.page, dict(left.texts)) == ("account", {"office.name": "青石镇党员服务中心"})
    machine.end_first_run()
    assert (machine.first_run().page, dict(machine.first_run().texts)) == ("", {})


def test_a_damaged_file_counts_as_empty_and_is_kept_aside(machine: Machine) -> None:
    machine.keep_printer("roster", "HP")
    machine.path.write_bytes(b'{"printers": {"ros')
    assert machine.printer("roster") == ""

    machine.keep_scale(125)

    assert machine.scale() == 125
    assert machine.path.with_name("settings.json.damaged").read_bytes() == b'{"printers": {"ros'


@pytest.mark.parametrize(
    "text",
    [
        '{"recent": 1, "first_run": [], "printers": "x", "scale": "125"}',
        '{"recent": [1, {}, {"folder": "/a", "name": "b", "opened": "never"}], "scale": true}',
        '{"first_run": {"page": 3, "texts": {"a": 1}}, "scale": 10000}',
        '{"recent": [{"folder": "/a", "name": "b", "opened": "2026-11-24"}]}',
        "[]",
        "[" * 100_000,
        "\x00",
    ],
)
def test_values_of_a_wrong_kind_are_left_out(machine: Machine, text: str) -> None:
    machine.path.parent.mkdir()
    machine.path.write_text(text)

    assert machine.recent() == []
    assert machine.scale() == 100
    assert machine.printer("x") == ""
    assert (machine.first_run().page, dict(machine.first_run().texts)) == ("", {})


def test_what_a_newer_program_keeps_is_not_lost(machine: Machine) -> None:
    machine.path.parent.mkdir()
    machine.path.write_text('{"later": 1}')

    machine.keep_scale(150)

    assert json.loads(machine.path.read_text()) == {"later": 1, "scale": 150}


def test_programs_that_write_at_once_lose_nothing(machine: Machine) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, machine.path, name], cwd=_root())
        for name in "abc"
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]

    assert all(machine.printer(f"{name}{n}") == "A4" for name in "abc" for n in range(20))


def test_settings_that_cannot_be_written_are_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Refused, match="没有记住"):
        Machine(tmp_path / "file" / "settings.json").keep_scale(125)


def test_the_variable_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine.json"))
    assert settings_path() == tmp_path / "mine.json"
    monkeypatch.delenv(VARIABLE)
    assert settings_path().parts[-2:] == ("partyservice", "settings.json")


def test_the_scale_goes_up_and_down_within_its_bounds(machine: Machine) -> None:
    assert [machine.turn_scale(step) for step in (1, 1, 1, -1, -1, -1)] == [
        125, 150, 150, 125, 100, 100,
    ]  # fmt: skip


def test_large_type_is_in_the_environment_unless_somebody_set_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(machine.path))
    monkeypatch.setenv(QT_SCALE, "2")
    machine.keep_scale(125)
    enlarge()
    assert os.environ[QT_SCALE] == "2"
    monkeypatch.delenv(QT_SCALE)
    enlarge()
    assert os.environ[QT_SCALE] == "1.25"


def test_a_folder_whose_name_is_no_text_is_remembered(machine: Machine) -> None:
    folder = Path("/数据/\udcff")

    machine.remember(folder, "中心", datetime(2026, 11, 24, tzinfo=UTC))

    assert [each.folder for each in machine.recent()] == [folder]


def test_a_usual_place_has_a_name_that_every_system_takes() -> None:
    assert usual_place("青石镇党员服务中心").parts[-2:] == ("党员服务中心", "青石镇党员服务中心")
    assert usual_place("a/b:c. ").name == "a_b_c"
    assert usual_place(" ").name == "党员服务中心"
    assert usual_place("a\x00b\nc\ud83d").name == "a_b_c_"
    assert usual_place("字" * 200).name == "字" * 60


def _root() -> Path:
    return Path(__file__).parents[1]
