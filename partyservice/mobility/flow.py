"""Which step of a stay may follow which (domain 3.3 and 3.4)."""

from __future__ import annotations

from partyservice.mobility import drafts
from partyservice.mobility.drafts import EDIT
from partyservice.mobility.model import AWAY_NOW, HERE_NOW, Away, Here, Inflow, Outflow
from partyservice.storage.flow import Flow, Step

_OUT = (Away.AWAY, Away.HOSTED)

OUTFLOW = Flow(
    Outflow.state,
    (
        Step(
            name="leave",
            label="登记流出",
            key="W",
            target=Away.AWAY,
            right=EDIT,
            asks=drafts.LEAVING,
        ),
        Step(
            name="report",
            label="预先报告",
            target=Away.REGISTERED,
            right=EDIT,
            asks=drafts.REPORTING,
        ),
        Step(
            name="depart",
            label="确认离开",
            source=(Away.REGISTERED,),
            target=Away.AWAY,
            right=EDIT,
            asks=drafts.DEPARTED,
        ),
        Step(
            name="host_confirm",
            label="流入地接纳",
            key="R",
            source=(Away.AWAY,),
            target=Away.HOSTED,
            right=EDIT,
            asks=drafts.HOSTED,
        ),
        Step(
            name="return",
            label="返回",
            key="B",
            source=AWAY_NOW,
            target=Away.RETURNED,
            right=EDIT,
            asks=drafts.RETURNED,
        ),
        Step(
            name="move_again",
            label="再流动",
            source=_OUT,
            target=Away.MOVED,
            right=EDIT,
            asks=drafts.MOVED,
        ),
        Step(
            name="mark_lost",
            label="认定失联",
            key="X",
            source=(*_OUT, Away.HARD),
            target=Away.LOST,
            right=EDIT,
            asks=drafts.LOST,
        ),
        Step(
            name="found",
            label="恢复联系",
            key="L",
            source=(Away.HARD, Away.LOST),
            target=Away.AWAY,
            right=EDIT,
            asks=drafts.FOUND,
        ),
    ),
)
INFLOW = Flow(
    Inflow.state,
    (
        Step(
            name="report_in",
            label="报到",
            key="D",
            target=Here.REPORTED,
            right=EDIT,
            asks=drafts.ARRIVING,
        ),
        Step(
            name="verify",
            label="核实",
            key="H",
            source=(Here.REPORTED,),
            target=Here.VERIFIED,
            right=EDIT,
            asks=drafts.VERIFIED,
        ),
        Step(
            name="not_verified",
            label="未能核实",
            source=(Here.REPORTED,),
            target=Here.UNVERIFIED,
            right=EDIT,
            asks=drafts.UNVERIFIED,
        ),
        Step(
            name="enroll",
            label="编入支部",
            key="R",
            source=(Here.VERIFIED,),
            target=Here.ENROLLED,
            right=EDIT,
            asks=drafts.ENROLLED,
        ),
        Step(
            name="leave",
            label="离开",
            key="B",
            source=HERE_NOW,
            target=Here.LEFT,
            right=EDIT,
            asks=drafts.LEFT,
        ),
        Step(
            name="lost",
            label="失去联系",
            key="X",
            source=(Here.ENROLLED,),
            target=Here.LOST,
            right=EDIT,
            asks=drafts.LEFT,
        ),
    ),
)
