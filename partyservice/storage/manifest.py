"""Manifest: what a backup says of itself in clear; nothing of it tells of a person."""

from __future__ import annotations

import dataclasses
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from partyservice.kernel.errors import Refused
from partyservice.storage.derived import derived

FORMAT = 1
PURPOSE = b"manifest"  # of the key that seals it
NEWER = "这份备份由更新的程序做成。什么也没有改，请用新版程序恢复。"


class Damaged(Exception):
    """This is no backup, or no longer what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest entry of the journal: its number, its hash in hex, its moment; 0 if none."""

    seq: int
    hash: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file within the backup: SHA-256 in hex, and bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is in a backup, and of which office at which moment.

    `origin` is the hash of the first entry of the journal: it names the office whatever happens to
    it. `rows` counts the rows of each table. `seal` proves, to who has the data key, that all this
    was written by who had it too.
    """

    office: str
    origin: str
    reason: str
    by: str
    made: str
    program: str
    form: str
    head: Head
    rows: Mapping[str, int]
    parts: Mapping[str, Part]
    seal: str = ""
    format: int = FORMAT

    @property
    def made_at(self) -> datetime:
        """When it was made, in UTC, as the clock of that day said."""
        return datetime.fromisoformat(self.made).astimezone(UTC)

    def sealed(self, key: bytes) -> Manifest:
        """Return it with its seal."""
        return dataclasses.replace(self, seal=self._seal(key))

    def is_sealed(self, key: bytes) -> bool:
        """Say whether nothing of it was changed since it was sealed with this data key."""
        return hmac.compare_digest(self.seal, self._seal(key))

    def to_json(self) -> bytes:
        """Return it as it stands in the file."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1).encode()

    def _seal(self, key: bytes) -> str:
        text = dataclasses.replace(self, seal="").to_json()
        return hmac.digest(derived(key, PURPOSE), text, "sha256").hex()


def read(content: bytes) -> Manifest:
    """Return what `content` says; raise Damaged, or Refused if a newer program wrote it."""
    try:
        told: dict[str, Any] = json.loads(content)
        if told["format"] > FORMAT:
            raise Refused(NEWER)
        head = Head(**told.pop("head"))
        parts = {name: Part(**part) for name, part in told.pop("parts").items()}
        found = Manifest(head=head, parts=parts, **told)
        if found.made_at.tzinfo is None or not _plain(found):
            raise Damaged("the manifest")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as e:
        raise Damaged("the manifest") from e
    return found


def _plain(found: Manifest) -> bool:
    texts = (found.office, found.origin, found.reason, found.by, found.program, found.form)
    numbers = (found.head.seq, *found.rows.values(), *(part.size for part in found.parts.values()))
    more = (found.seal, found.head.hash, found.head.at, *(p.digest for p in found.parts.values()))
    return all(isinstance(text, str) for text in (*texts, *more)) and all(
        type(number) is int and number >= 0 for number in numbers
    )
