"""Unsaved: what somebody typed in one place and has not saved yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_KEYS = 1 << 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """`texts` are those typed, by the key of their field; what was left as it stood is not kept.

    `place` says in which page it was typed, `record_id` about which record (None: a new one),
    `seen` what was stored then, masked where it is masked, so that a change is noticed.
    """

    id: int
    at: datetime
    place: str
    title: str
    name: str = ""
    record_id: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)  # why a doubted field is right
    who: int | None = None  # the person on file whom it is about
    seen: Mapping[str, str] = field(default_factory=dict)

    def same(self, other: Unsaved | None) -> bool:
        """Say whether `other` holds the same, whenever it was typed."""
        return other is not None and self.to_json() == other.to_json()

    def to_json(self) -> str:
        """Return all but number, moment and place; keys of 63 bits as strings."""
        told: dict[str, Any] = {
            "title": self.title,
            "name": self.name,
            "record_id": _text(self.record_id),
            "texts": dict(self.texts),
            "reasons": dict(self.reasons),
            "who": _text(self.who),
            "seen": dict(self.seen),
        }
        return json.dumps(told, sort_keys=True)

    @classmethod
    def from_json(cls, number: int, at: datetime, place: str, text: str) -> Unsaved:
        """Return what `to_json` wrote; raise ValueError or TypeError for anything else."""
        told = json.loads(text)
        for key in ("record_id", "who"):
            told[key] = None if told[key] is None else int(told[key])
            if not 0 <= (told[key] or 0) < _KEYS:
                raise ValueError(f"{key} is no key")
        spoken = [place, told["title"], told["name"]]
        for key in ("texts", "reasons", "seen"):
            spoken += [*told[key], *dict(told[key]).values()]
        if at.tzinfo is None or not all(isinstance(each, str) for each in spoken):
            raise TypeError("not what was written")
        return cls(id=number, at=at, place=place, **told)


def _text(key: int | None) -> str | None:
    return None if key is None else str(key)
