"""Folder: what the files in the folder of an office are called."""

from __future__ import annotations

DATABASE, DRAFTS, KEYS = "office.db", "drafts.db", "keys.json"
