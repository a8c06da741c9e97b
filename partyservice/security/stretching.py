"""Stretching: a password made into a key slowly (Argon2id), so that guessing is dear."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from math import ceil
from time import perf_counter

from argon2.low_level import Type, hash_secret_raw

KEY_BYTES, SALT = 32, 16
LEAST_TIME, MOST_TIME = 0.3, 1.0  # seconds that one guess shall take on this machine
MOST_MEMORY, MOST_PASSES, MOST_LANES = 1024 * 1024, 20, 16  # a damaged file must not hang us


@dataclass(frozen=True, slots=True)
class Cost:
    """What one stretching costs: KiB, passes over them, threads."""

    memory: int
    passes: int
    lanes: int

    @property
    def possible(self) -> bool:
        """Whether Argon2 takes it, and this machine survives it."""
        given = (self.memory, self.passes, self.lanes)
        most = (MOST_MEMORY, MOST_PASSES, MOST_LANES)
        return all(
            type(each) is int and 0 < each <= top for each, top in zip(given, most, strict=True)
        )


# RFC 9106's choice for little memory; the floor is the least that OWASP's password page names
USUAL, FLOOR = Cost(64 * 1024, 3, 4), Cost(19 * 1024, 2, 4)


def chosen() -> Cost:
    """Return the cost at which a new password is stretched on this machine; takes a second."""
    begun = perf_counter()
    stretched("", secrets.token_bytes(SALT), USUAL)
    return fitting(perf_counter() - begun)


def fitting(taken: float) -> Cost:
    """Return the cost that takes 0.3 to 1 s where USUAL has `taken` so many seconds."""
    if taken < LEAST_TIME:
        passes = min(MOST_PASSES, ceil(USUAL.passes * LEAST_TIME / taken))
        return Cost(USUAL.memory, passes, USUAL.lanes)
    if taken <= MOST_TIME:
        return USUAL
    share = MOST_TIME / taken * USUAL.passes / FLOOR.passes
    memory = min(USUAL.memory, max(FLOOR.memory, int(USUAL.memory * share)))
    return Cost(memory, FLOOR.passes, USUAL.lanes)


def stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key that `password` gives; raise argon2's HashingError where memory is short."""
    secret = unicodedata.normalize("NFC", password).encode()
    return hash_secret_raw(secret, salt, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID)
