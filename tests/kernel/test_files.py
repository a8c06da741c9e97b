"""Files: what a person names is replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from partyservice.kernel.errors import Refused
from partyservice.kernel.files import SAFE, replaced_whole


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    with replaced_whole(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"

    assert path.read_bytes() == b"new"
    assert left_in(tmp_path) == ["a.pdf"]


def test_a_new_file_can_be_read_by_whom_the_system_lets(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()

    with replaced_whole(tmp_path / "a.pdf") as file:
        file.write(b"new")

    usual, mine = ((tmp_path / name).stat().st_mode for name in ("usual", "a.pdf"))
    assert stat.S_IMODE(mine) == stat.S_IMODE(usual)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "true").write_bytes(b"old")
    (tmp_path / "link").symlink_to("true")

    with replaced_whole(tmp_path / "link") as file:
        file.write(b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "true").read_bytes() == b"new"


def test_a_place_that_takes_no_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for path, what in (
        (tmp_path, "是一个文件夹"),
        (tmp_path / "没有" / "a.xlsx", "文件夹不存在"),
        (tmp_path / "file" / "a.xlsx", "文件夹不存在"),
        (Path("/dev/full"), "没有写成"),
        (tmp_path / f"{'名' * 100}.xlsx", "太长"),
    ):
        assert what in refused(path)
    assert Path("/dev/full").is_char_device()
    assert left_in(tmp_path) == ["file"]


def refused(path: Path) -> str:
    """Return what happened, having seen that the sentence has its three parts."""
    with pytest.raises(Refused) as caught, replaced_whole(path) as file:
        file.write(b"new")
    happened, now = caught.value.words.split(SAFE)
    assert happened.endswith("。")
    assert now.endswith("。")
    return happened


def test_without_leave_to_write_there_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    mine = os.geteuid()
    if not mine:
        os.seteuid(65534)  # root may write everywhere
    try:
        assert "不能写入" in refused(path)
    finally:
        os.seteuid(mine)

    assert path.read_bytes() == b"old"


def test_a_failing_disk_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    with pytest.raises(Refused) as caught, replaced_whole(path):
        raise OSError(errno.EIO, "the stick was pulled out")

    assert "出了故障" in caught.value.words
    assert not left_in(tmp_path)
