"""Anchors: what others saw of the journal, so that a shortened or swapped one is found out.

A chain alone cannot tell that its tail was cut off, nor that somebody worked it out anew: the
number and the hash of an entry, seen elsewhere, can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from partyservice.storage.backup import ENDING, LARGEST, MANIFEST
from partyservice.storage.journal import JOURNAL, note

SHORT = 8  # bytes of the hash that stand on paper: 64 bits
RESTORE, RESTORES = "restore", -1  # about what, and under which key, a restore is noted
_PAPER = re.compile(r"PS1-(\d{1,18})-((?:[0-9A-F]{4}-){3}[0-9A-F]{4})")
_UNREADABLE = (OSError, BadZipFile, ValueError, KeyError, TypeError, NotImplementedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One entry as somebody else saw it: its number, the first bytes of its hash, when and where.

    `root` is the hash of the first entry, if it is known: whose journal it was.
    """

    seq: int
    hash: bytes
    at: str = ""
    where: str = ""
    root: bytes = b""

    @property
    def paper(self) -> str:
        """Return it as it stands on paper: PS1-1234-0A1B-2C3D-4E5F-6789."""
        letters = self.hash[:SHORT].hex().upper()
        groups = (letters[start : start + 4] for start in range(0, 2 * SHORT, 4))
        return "-".join(("PS1", str(self.seq), *groups))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The journal is not what an anchor saw; `behind` if the entry is not there at all."""

    anchor: Anchor
    newest: int
    behind: bool

    @property
    def words(self) -> str:
        """Say it to the desk."""
        anchor = self.anchor
        at = f"（{anchor.at}）" if anchor.at else ""
        seen = f"{anchor.where}{at}记下日志已有 {anchor.seq:,} 条"
        if self.behind:
            return f"{seen}，现在只有 {self.newest:,} 条：后面的不见了，或数据被换成了旧的"
        return f"{seen}，现在的第 {anchor.seq:,} 条与当时不同：以前的日志被改过，或数据被换过"


def newest(connection: Connection, where: str = "") -> Anchor | None:
    """Return the newest entry as an anchor; None if there is no entry."""
    j = JOURNAL.c
    found = connection.execute(select(j.seq, j.hash, j.at).order_by(j.seq.desc()).limit(1)).first()
    if found is None:
        return None
    at = f"{found.at.astimezone():%Y-%m-%d %H:%M}"
    return Anchor(seq=found.seq, hash=found.hash, at=at, where=where, root=_at(connection, 1))


def of_paper(text: str, where: str = "日志页") -> Anchor | None:
    """Return the anchor that stands on paper or in its QR code; None if it cannot be read."""
    found = _PAPER.fullmatch("".join(text.split()).upper())
    if found is None:
        return None
    return Anchor(seq=int(found[1]), hash=bytes.fromhex(found[2].replace("-", "")), where=where)


def in_manifest(told: Mapping[str, Any], where: str) -> Anchor:
    """Return the anchor in the manifest of a backup; raise KeyError or ValueError if none is."""
    head = told["head"]
    return Anchor(
        seq=int(head["seq"]),
        hash=bytes.fromhex(head["hash"]),
        at=_local(str(head.get("at", ""))),
        where=where,
        root=bytes.fromhex(told.get("origin", "")),
    )


def of_backups(folder: Path) -> Iterator[Anchor]:
    """Give what the backups in `folder` saw; a file that cannot be read is no witness."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        with suppress(*_UNREADABLE), ZipFile(path) as packed:
            if packed.getinfo(MANIFEST).file_size <= LARGEST:
                told = json.loads(packed.read(MANIFEST))
                yield in_manifest(told, f"备份 {path.name} ")


def contradictions(connection: Connection, anchors: Iterable[Anchor]) -> list[Contradiction]:
    """Return the oldest anchor the journal differs from and the newest it does not reach.

    What a restore has given up, and said so, is no contradiction; nor is another journal's anchor.
    """
    last = connection.scalar(select(func.max(JOURNAL.c.seq))) or 0
    root, given_up = _at(connection, 1), _given_up(connection)
    behind: Contradiction | None = None
    differs: Contradiction | None = None
    for anchor in sorted(anchors, key=lambda each: each.seq):
        if anchor.seq < 1 or (anchor.root and root and anchor.root != root):
            continue
        found = _at(connection, anchor.seq)
        if found and found.startswith(anchor.hash) and len(anchor.hash) >= SHORT:
            continue
        if any(kept < anchor.seq <= dropped for kept, dropped in given_up):
            continue
        if not found:
            behind = Contradiction(anchor, last, behind=True)
        else:
            differs = differs or Contradiction(anchor, last, behind=False)
    return [each for each in (differs, behind) if each]


def note_restored(
    session: Session, given_up: int, *, backup: str, more: Mapping[str, Any] | None = None
) -> None:
    """Note in a restored journal that the entries up to number `given_up` were given up.

    To be called in the first transaction after a restore from the file named `backup`; `more` is
    what else there is to say of it.
    """
    kept = newest(session.connection())
    seq, hashed = (kept.seq, kept.hash.hex()) if kept else (0, "")
    told = {"kept": seq, "kept_hash": hashed, "given_up": max(given_up, seq)}
    note(session, RESTORE, RESTORES, {"restored": backup, **(more or {}), **told})


def _local(iso: str) -> str:
    """Return a moment as the desk reads it; nothing for what is none."""
    try:
        return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return ""


def _given_up(connection: Connection) -> list[tuple[int, int]]:
    wanted = select(JOURNAL.c.after).where(
        JOURNAL.c.record_id == RESTORES, JOURNAL.c.about == RESTORE
    )
    told = map(json.loads, connection.scalars(wanted))
    return [(int(each["kept"]), int(each["given_up"])) for each in told if "kept" in each]


def _at(connection: Connection, seq: int) -> bytes:
    found = connection.scalar(select(JOURNAL.c.hash).where(JOURNAL.c.seq == seq))
    return bytes(found) if isinstance(found, bytes) else b""
