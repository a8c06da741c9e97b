"""Data: what comes in from outside: lists of people as spreadsheets."""

from __future__ import annotations

from functools import partial

from ui.parts.importing.wizard import Wizard

# digit of the place that lists what was imported, by the name of its Intake
LISTS = {"members": "3", "outflow": "4", "inflow": "4"}
VIEW = partial(Wizard, lists=LISTS)
