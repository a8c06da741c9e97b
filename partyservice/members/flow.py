"""Which step of a membership may follow which."""

from __future__ import annotations

from partyservice.members.drafts import (
    DECIDE,
    EDIT,
    LEAVE,
    MEMBER,
    REMOVE,
    RESTORE,
    SUSPEND,
)
from partyservice.members.model import Member, Standing
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
