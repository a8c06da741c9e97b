"""F8: before the disk is full the desk is warned; imports are refused, typing is still saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from partyservice.app import App, room
from partyservice.kernel.errors import Refused
from tests.builders import SHEETS, import_sheet, somebody

SHEET = SHEETS / "03_流入党员登记.csv"
MEGABYTE = 1 << 20


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    known = {"free": 10_000 * MEGABYTE}
    monkeypatch.setattr(room, "free", lambda _folder: known["free"])
    return known


@pytest.mark.parametrize(("megabytes", "said"), [(501, False), (499, True), (101, True)])
def test_the_desk_is_warned_in_time(
    app: App, left: dict[str, int], megabytes: int, said: bool
) -> None:
    left["free"] = megabytes * MEGABYTE

    assert (f"{megabytes} MB" in app.room.warning()) is said
    import_sheet(app, SHEET)


def test_an_import_is_refused_and_what_is_typed_is_saved(app: App, left: dict[str, int]) -> None:
    left["free"] = 99 * MEGABYTE

    for way in (lambda: import_sheet(app, SHEET), lambda: app.imports.open(SHEET)):
        with pytest.raises(Refused, match="只剩 99 MB，没有导入"):
            way()
    assert somebody(app, "张一")


def test_it_is_the_disk_of_the_office_that_is_asked(tmp_path: Path) -> None:
    assert room.free(tmp_path) > 0
