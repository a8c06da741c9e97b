from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from partyservice.app import App
from partyservice.storage.anchors import (
    Anchor,
    contradictions,
    newest,
    note_restored,
    of_backups,
    of_paper,
)
from tests.builders import somebody


def seen(app: App) -> Anchor:
    with app.store.read() as session:
        found = newest(session.connection(), "备份")
    assert found
    return found


def against(app: App, *anchors: Anchor) -> list[str]:
    with app.store.read() as session:
        return [each.words for each in contradictions(session.connection(), anchors)]


def test_what_was_seen_is_no_contradiction_however_much_came_after(app: App) -> None:
    before = seen(app)
    somebody(app, "王甲")

    assert against(app, before, seen(app)) == []


def test_a_journal_that_ends_before_what_was_seen_is_behind(app: App) -> None:
    at = seen(app)
    later = Anchor(
        seq=at.seq + 3, hash=bytes(32), at="2026-11-24 10:00", where="备份甲", root=at.root
    )

    (words,) = against(app, at, later)

    assert f"备份甲（2026-11-24 10:00）记下日志已有 {later.seq} 条" in words
    assert f"现在只有 {at.seq} 条" in words


def test_another_past_is_told_at_the_oldest_entry_that_differs(app: App) -> None:
    at = seen(app)
    others = [Anchor(seq=seq, hash=bytes(32), root=at.root) for seq in (3, 2)]

    (words,) = against(app, *others)

    assert "第 2 条与当时不同" in words


def test_what_somebody_saw_of_another_journal_is_no_witness(app: App) -> None:
    assert against(app, Anchor(seq=1, hash=bytes(32), root=b"another")) == []


def test_an_empty_hash_proves_nothing(app: App) -> None:
    assert against(app, Anchor(seq=1, hash=b"")) != []


def test_what_a_restore_gave_up_is_no_contradiction_and_what_it_did_not_is(app: App) -> None:
    at = seen(app)
    given_up, past = (Anchor(seq=at.seq + more, hash=bytes(32), root=at.root) for more in (2, 90))
    with app.store.write(app.by, "恢复") as session:
        note_restored(session, given_up.seq, backup="甲")

    assert against(app, at, given_up) == []
    assert len(against(app, past)) == 1


def test_an_anchor_is_read_back_from_paper(app: App) -> None:
    at = seen(app)
    read = of_paper(f" {at.paper.lower()} ")

    assert read is not None
    assert (read.seq, read.hash) == (at.seq, at.hash[:8])
    assert against(app, read) == []


@pytest.mark.parametrize("text", ["", "PS1-1", "PS1-1-0000-0000-0000", "PS2-1-0000-0000-0000-0000"])
def test_what_is_no_anchor_is_not_read(text: str) -> None:
    assert of_paper(text) is None


def manifest(path: Path, told: object) -> None:
    with ZipFile(path, "w") as packed:
        packed.writestr("manifest.json", json.dumps(told))


def test_backups_are_witnesses_and_what_cannot_be_read_is_none(app: App, tmp_path: Path) -> None:
    at = seen(app)
    head = {"seq": at.seq, "hash": at.hash.hex(), "at": "2026-11-24T02:00:00+00:00"}
    manifest(tmp_path / "a.partybackup", {"head": head, "origin": at.root.hex()})
    manifest(tmp_path / "b.partybackup", {"head": {"seq": "x"}})
    manifest(tmp_path / "c.partybackup", [1])
    (tmp_path / "d.partybackup").write_bytes(b"no zip")

    (found,) = of_backups(tmp_path)

    assert (found.seq, found.hash, found.root) == (at.seq, at.hash, at.root)
    assert "a.partybackup" in found.where
