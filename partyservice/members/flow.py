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

DECIDED = "“{}”是组织的决定，不撤销。什么也没有改。{}"
AGAIN = "决定有变的，请用“新增党员”重新登记党籍。"

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
            firm=DECIDED.format("离册", AGAIN),
        ),
        Step(
            name="suspend",
            label="停止党籍",
            source=(Standing.ON_ROLL,),
            target=Standing.SUSPENDED,
            right=DECIDE,
            asks=SUSPEND,
            firm=DECIDED.format("停止党籍", "决定有变的，请用“恢复党籍”。"),
        ),
        Step(
            name="restore",
            label="恢复党籍",
            source=(Standing.SUSPENDED,),
            target=Standing.ON_ROLL,
            right=DECIDE,
            asks=RESTORE,
            firm=DECIDED.format("恢复党籍", "决定有变的，请用“停止党籍”。"),
        ),
        Step(
            name="remove",
            label="除名",
            source=(Standing.SUSPENDED,),
            target=Standing.ENDED,
            right=DECIDE,
            asks=REMOVE,
            firm=DECIDED.format("除名", AGAIN),
        ),
    ),
)
