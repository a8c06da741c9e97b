"""Derived: keys for other purposes than the database, each from the one data key of the office."""

from __future__ import annotations

import hashlib

KEY_BYTES = 32
CHANGES = b"changes"  # the purpose of the key of the change journal


def derived(data_key: bytes, purpose: bytes) -> bytes:
    """Return the key for `purpose`, up to 16 bytes; nobody gets from one to another."""
    return hashlib.blake2b(key=data_key, person=purpose, digest_size=KEY_BYTES).digest()
