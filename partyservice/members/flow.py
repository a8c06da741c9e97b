"""Which step of a membership may follow which; and the end of an organisation."""

from __future__ import annotations

from partyservice.members.drafts import (
    DECIDE,
    DISSOLVE,
    EDIT,
    LEAVE,
    MEMBER,
    REMOVE,
    RESTORE,
    SUSPEND,
)
from partyservice.members.model import Member, Standing
from partyservice.organisations.drafts import EDIT as EDIT_ORGANISATION
from partyservice.organisations.drafts import ORGANISATION
from partyservice.organisations.model import Existence, Organisation
from partyservice.storage.flow import Flow, Step

MEMBERSHIP = Flow(
    Member.standing,
    (
        Step(name="enter", label="新增党员", target=Standing.ON_ROLL, right=EDIT, asks=MEMBER),
        Step(
            name="leave",
            label="离册",
            key="Q",
            source=(Standing.ON_ROLL,),
            target=Standing.ENDED,
            right=DECIDE,
            asks=LEAVE,
        ),
        Step(
            name="suspend",
            label="停止党籍",
            source=(Standing.ON_ROLL,),
            target=Standing.SUSPENDED,
            right=DECIDE,
            asks=SUSPEND,
        ),
        Step(
            name="restore",
            label="恢复党籍",
            source=(Standing.SUSPENDED,),
            target=Standing.ON_ROLL,
            right=DECIDE,
            asks=RESTORE,
        ),
        Step(
            name="remove",
            label="除名",
            source=(Standing.SUSPENDED,),
            target=Standing.ENDED,
            right=DECIDE,
            asks=REMOVE,
        ),
    ),
)
EXISTENCE = Flow(
    Organisation.existence,
    (
        Step(
            name="found",
            label="新增党组织",
            target=Existence.IN_FORCE,
            right=EDIT_ORGANISATION,
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
