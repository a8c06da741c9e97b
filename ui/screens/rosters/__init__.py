"""Rosters: looked at, saved, put together; and the people behind each of their numbers."""

from __future__ import annotations

from ui.screens.rosters.page import RosterView

VIEW = RosterView
