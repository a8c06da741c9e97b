from __future__ import annotations

from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.kernel.errors import Refused
from partyservice.safety import backing
from partyservice.safety.backing import listed, sound, write_to
from partyservice.safety.places import Place, first
from partyservice.storage import backup
from tests.builders import member
from tests.safety.backups import backed_up, source_of, with_second
from tests.storage.test_backup import TOLD


def test_a_backup_goes_to_both_places(app: App, tmp_path: Path) -> None:
    stick = with_second(app, tmp_path / "stick", tmp_path / "settings.json")
    member(app)

    made = app.backups.make()

    own, copy = made.paths.values()
    assert own.parent == tmp_path / "office" / "backups"
    assert copy.parent == stick
    assert own.read_bytes() == copy.read_bytes()
    assert not made.refused


def test_damaged_files_are_shown_as_such_and_parts_not_at_all(app: App, tmp_path: Path) -> None:
    good = backed_up(app)
    (good.with_name("备份-x.partybackup")).write_bytes(good.read_bytes()[:-2000])
    (good.with_name("备份-y.partybackup.part")).touch()

    found = listed([first(tmp_path / "office")])

    assert [each.path.name for each in found] == [good.name, "备份-x.partybackup"]
    assert found[0].fault == ""
    assert found[1].fault == "已损坏，不能恢复"
    assert sound(reversed(found)) == found[0]


def test_on_a_full_disk_old_backups_go_first_but_never_the_last_sound_one(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for number in range(3):
        member(app, person__id_number="", person__name=f"张{'甲乙丙'[number]}", sure={})
        paths.append(backed_up(app))
    rotten = bytearray(paths[2].read_bytes())
    rotten[5_000] ^= 1
    paths[2].write_bytes(rotten)
    monkeypatch.setattr(Place, "free", lambda _: 1 << 20)
    monkeypatch.setattr(backing, "make", refuse)

    with pytest.raises(Refused, match="磁盘空间不够"):
        app.backups.make()

    assert [path.exists() for path in paths] == [False, True, False]
    assert backup.whole(paths[1])


def refuse(*_: object) -> Path:
    raise Refused("磁盘空间不够，没有备份成。")


def test_another_offices_backups_stay(app: App, tmp_path: Path) -> None:
    backed_up(app)
    place = Place(tmp_path / "office" / "backups")
    before = set(place.folder.iterdir())

    backing.thin(place, "another")

    assert set(place.folder.iterdir()) == before


@pytest.mark.usefixtures("app")
def test_a_backup_is_written_to_a_folder_or_under_a_name(tmp_path: Path) -> None:
    source, folder = source_of(tmp_path / "office"), tmp_path / "out"
    folder.mkdir()

    one = write_to(folder, source, TOLD)
    two = write_to(folder / "我的备份.partybackup", source, TOLD)

    assert sorted(folder.iterdir()) == sorted([one, two])
    assert two.name == "我的备份.partybackup"
    for to in (two, folder / "none" / "x"):
        with pytest.raises(Refused):
            write_to(to, source, TOLD)
    assert sorted(folder.iterdir()) == sorted([one, two])
