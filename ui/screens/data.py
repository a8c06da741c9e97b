"""Data: what comes in from outside: lists of people as spreadsheets."""

from __future__ import annotations

from ui.parts.importing.wizard import Wizard

VIEW = Wizard
