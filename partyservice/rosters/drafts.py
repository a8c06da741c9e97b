"""What is typed together about custom rosters."""

from __future__ import annotations

from partyservice.rosters.model import CustomRoster
from partyservice.storage.draft import Draft

EDIT = "rosters.edit"
CUSTOM = Draft(
    about=CustomRoster,
    fields=(CustomRoster.name, CustomRoster.about, CustomRoster.layout),
    right=EDIT,
)
