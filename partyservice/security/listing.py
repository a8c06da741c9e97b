"""The accounts of the office, with their roles."""

from __future__ import annotations

from sqlalchemy import case

from partyservice.kernel.kinds import Text
from partyservice.security.model import ROLE_FIELDS, Account, Standing
from partyservice.storage.listing import Cases, Listing
from partyservice.storage.shown import derived

NONE, FIRST, OWN = "还没有", "首次密码", "自己的"
PASSWORD = derived(
    "密码",
    Text(),
    case((Account.public.is_(None), NONE), (Account.must_change, FIRST), else_=OWN),
    width=10,
)
ACCOUNTS = Listing(
    about=Account,
    columns=(Account.name, *ROLE_FIELDS, PASSWORD, Account.state),
    order=(Account.name,),
    filters=(
        Cases(
            key="account.standing",
            label="范围",
            cases={
                Standing.OPEN.value: Account.state == Standing.OPEN,
                Standing.CLOSED.value: Account.state == Standing.CLOSED,
            },
        ),
    ),
)
