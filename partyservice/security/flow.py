"""The beginning and the end of accounts, and their first passwords."""

from __future__ import annotations

from partyservice.security.drafts import CLOSE, EDIT, NEW, REOPEN, SET
from partyservice.security.model import Account, Standing
from partyservice.storage.flow import Flow, Step

ACCOUNTS_IN_USE = Flow(
    Account.state,
    (
        Step(name="appoint", label="新增账户", target=Standing.OPEN, right=EDIT, asks=NEW),
        Step(
            name="first_password",
            label="设首次密码",
            key="M",
            source=(Standing.OPEN,),
            target=Standing.OPEN,
            right=EDIT,
            asks=SET,
        ),
        Step(
            name="close",
            label="停用",
            key="Q",
            source=(Standing.OPEN,),
            target=Standing.CLOSED,
            right=EDIT,
            asks=CLOSE,
        ),
        Step(
            name="reopen",
            label="恢复使用",
            key="R",
            source=(Standing.CLOSED,),
            target=Standing.OPEN,
            right=EDIT,
            asks=REOPEN,
        ),
    ),
)
