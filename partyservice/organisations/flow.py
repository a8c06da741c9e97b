"""The beginning and the end of an organisation."""

from __future__ import annotations

from partyservice.organisations.drafts import DECIDE, DISSOLVE, EDIT, ORGANISATION
from partyservice.organisations.model import Existence, Organisation
from partyservice.storage.flow import Flow, Step

EXISTENCE = Flow(
    Organisation.existence,
    (
        Step(
            name="found",
            label="新增党组织",
            target=Existence.IN_FORCE,
            right=EDIT,
            asks=ORGANISATION,
        ),
        Step(
            name="dissolve",
            label="撤销",
            key="Q",
            source=(Existence.IN_FORCE,),
            target=Existence.DISSOLVED,
            right=DECIDE,
            asks=DISSOLVE,
        ),
    ),
)
