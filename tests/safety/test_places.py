from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from partyservice.kernel.errors import Refused
from partyservice.machine import Machine, SecondPlace
from partyservice.safety.places import MARK, choose, second

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "settings.json")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


def test_without_a_second_place_there_is_nothing_to_say(machine: Machine, office: Path) -> None:
    assert second(machine, office).kept is None


def test_a_second_place_is_remembered_for_its_office(
    machine: Machine, office: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    found = choose(machine, office, stick)

    assert found.here is not None
    assert found.here.folder == stick
    assert found.here.second
    assert found.same_disk
    assert second(machine, tmp_path / "another").kept is None


def test_a_stick_is_found_again_under_another_name(
    machine: Machine, office: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "media" / "A" / "备份"
    folder.mkdir(parents=True)
    choose(machine, office, folder)
    moved = tmp_path / "media" / "B"
    folder.parent.rename(moved)

    found = second(machine, office, roots=[tmp_path / "media" / "C", moved]).here

    assert found is not None
    assert found.folder == moved / "备份"


def test_a_folder_of_the_same_name_is_not_the_stick(
    machine: Machine, office: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose(machine, office, stick)
    (stick / MARK).unlink()  # the empty folder over which a stick is put

    found = second(machine, office)

    assert found.here is None
    assert found.kept is not None


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"mark": 3}', b"{" * 100_000])
def test_a_damaged_mark_is_none(
    machine: Machine, office: Path, tmp_path: Path, content: bytes
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose(machine, office, stick)
    (stick / MARK).write_bytes(content)

    assert second(machine, office).here is None


def test_two_offices_share_a_stick(machine: Machine, office: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    one, two = (choose(machine, each, stick) for each in (office, tmp_path / "other"))

    assert one.kept
    assert two.kept
    assert one.kept.mark == two.kept.mark


def test_the_second_place_is_no_part_of_the_office(machine: Machine, office: Path) -> None:
    (office / "backups").mkdir()
    for folder in (office, office / "backups", office / "nowhere"):
        with pytest.raises(Refused, match="第二处"):
            choose(machine, office, folder)

    assert machine.second_place(office) is None


def test_when_the_last_backup_was_made_there_is_remembered(machine: Machine, office: Path) -> None:
    place = SecondPlace(Path("/media/x"), "abc", AT)

    machine.keep_second_place(office, place)
    assert machine.second_place(office) == place

    machine.keep_second_place(office, None)
    assert machine.second_place(office) is None
