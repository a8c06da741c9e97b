"""Room: how much of the disk is free, and what is said or refused before it is full."""

from __future__ import annotations

from pathlib import Path

from partyservice.app.given import Given
from partyservice.kernel.errors import Refused

LOW, LEAST = 500 << 20, 100 << 20  # bytes
_MEGABYTES = 20  # bits


def free(folder: Path) -> int:
    """Return how many bytes may still be written there."""
    from shutil import disk_usage

    return disk_usage(folder).free


def enough_for_import(folder: Path) -> None:
    """Raise Refused where an import would take what the desk needs to save what is typed."""
    left = free(folder)
    if left < LEAST:
        raise Refused(
            f"磁盘只剩 {left >> _MEGABYTES} MB，没有导入。档案没有改动，登记和修改还可以保存。"
            f"请清出 {LEAST >> _MEGABYTES} MB 以上空间再导入。"
        )


class Room(Given):
    """What the desk is told when it is opened."""

    def warning(self) -> str:
        """Return a sentence if nothing can be written, or soon nothing more; else nothing."""
        left = free(self.store.folder)
        if self.store.only_read:
            return (
                "只读打开：这个位置现在不能写入。数据没有改动，可以查找、查看，不能登记和修改。"
                f"磁盘还剩 {left >> _MEGABYTES} MB。"
                "请清出空间，或把文件夹移到可以写入的硬盘上，再打开一次。"
            )
        if left < LOW:
            return (
                f"磁盘只剩 {left >> _MEGABYTES} MB。数据没有问题，登记和修改照常保存。"
                f"请尽快清出空间；少于 {LEAST >> _MEGABYTES} MB 时不能再导入。"
            )
        return ""
