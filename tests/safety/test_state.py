from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from partyservice.machine import SecondPlace
from partyservice.safety.backing import Listed
from partyservice.safety.places import Place, Second
from partyservice.safety.state import Seen, light
from partyservice.storage.manifest import Head, Manifest

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC).astimezone().replace(hour=10)
STICK = Path("/media/stick")
NO_SECOND = Second(None)


def seen(
    made: datetime | None, second: Second = NO_SECOND, fault: str = "", second_fault: str = ""
) -> Seen:
    told = made and Manifest(
        office="青石镇党员服务中心", origin="00", reason="关闭时", by="王芳",
        made=made.astimezone(UTC).isoformat(), program="1", form="0004",
        head=Head(seq=9, hash="00", at=""), rows={"person": 5214}, parts={},
    )  # fmt: skip
    last = Listed(Path("a.partybackup"), second=False, size=1, manifest=told) if told else None
    return Seen(last=last, second=second, free=1, fault=fault, second_fault=second_fault)


def away(days: int | None) -> Second:
    last = None if days is None else NOW - timedelta(days=days, hours=1)
    return Second(SecondPlace(STICK, "abc", last))


@pytest.mark.parametrize(
    ("state", "tone", "words"),
    [
        (seen(NOW - timedelta(hours=14)), "ok", "昨晚备份已试恢复：5,214 人，无误"),
        (seen(NOW - timedelta(hours=1)), "ok", "今天上午备份已试恢复：5,214 人，无误"),
        (seen(NOW - timedelta(days=2)), "ok", "11-22 备份已试恢复：5,214 人，无误"),
        (seen(NOW - timedelta(days=3, minutes=1)), "bad", "已有 3 天没有备份"),
        (seen(None), "bad", "还没有备份"),
        (seen(NOW, fault="磁盘空间不够"), "bad", "磁盘空间不够"),
        (seen(NOW + timedelta(days=30)), "warn", "最近的备份晚于现在的时间，请核对电脑的日期"),
        (seen(NOW, away(3)), "warn", "第二处 3 天没有备份，请插上 U 盘"),
        (seen(NOW, away(None)), "warn", "第二处还没有备份，请插上 U 盘"),
        (seen(NOW, away(1)), "ok", "今天上午备份已试恢复：5,214 人，无误"),
        (
            seen(NOW, Second(SecondPlace(STICK, "a", NOW), Place(STICK, second=True)), "", "拔出"),
            "warn",
            "第二处没有备份成：拔出",
        ),
    ],
)
def test_the_light_says_what_is_worst(state: Seen, tone: str, words: str) -> None:
    assert light(state, NOW) == (tone, words)
