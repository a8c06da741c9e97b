"""The beginning and the end of an office's own code rows and days."""

from __future__ import annotations

from partyservice.settings.drafts import CLOSE, EDIT, NEW_ROW, NOTICE, WITHDRAW
from partyservice.settings.model import CodeEntry, Holiday, HolidayNotice, Noted, Use
from partyservice.storage.flow import Flow, Step

IN_USE = Flow(
    CodeEntry.state,
    (
        Step(name="add", label="新增代码", target=Use.OPEN, right=EDIT, asks=NEW_ROW),
        Step(
            name="close",
            label="停用",
            key="Q",
            source=(Use.OPEN,),
            target=Use.CLOSED,
            right=EDIT,
            asks=CLOSE,
        ),
    ),
)
NOTICED = Flow(
    HolidayNotice.state,
    (Step(name="enter", label="录入放假安排", target=Noted.VALID, right=EDIT, asks=NOTICE),),
)
DAYS_ENTERED = Flow(
    Holiday.state,
    (
        Step(
            name="withdraw",
            label="取消",
            key="Q",
            source=(Noted.VALID,),
            target=Noted.WITHDRAWN,
            right=EDIT,
            asks=WITHDRAW,
        ),
    ),
)
