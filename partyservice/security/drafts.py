"""What is typed about accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session
from typing_extensions import override

from partyservice.kernel.fields import Field
from partyservice.security.commands import PASSWORD, change_roles, close, give, reopen
from partyservice.security.model import ROLE_FIELDS, Account
from partyservice.security.passwords import HINT, Password, made_up
from partyservice.security.rules import ACCOUNT
from partyservice.storage.draft import Draft
from partyservice.storage.record import Record
from partyservice.storage.typed import Typed

EDIT = "accounts.edit"
FIRST = Field(
    key=PASSWORD,
    label="首次密码",
    kind=Password(),
    width=24,
    needed=True,
    hint=f"抄给本人，第一次登录时必须换掉。自己编的：{HINT}",
)


@dataclass(frozen=True, kw_only=True)
class FirstPassword(Draft):
    """Asks for a first password, which is no column of any record; it proposes one made up."""

    @cached_property
    @override
    def known(self) -> tuple[Field, ...]:
        return (FIRST,)

    @cached_property
    @override
    def holders(self) -> Mapping[str, tuple[type[Record], dict[str, str]]]:
        return {}

    @override
    def load(self, session: Session, record_id: int) -> Typed:
        typed = super().load(session, record_id)
        typed[PASSWORD] = made_up()
        return typed


NEW = Draft(about=Account, fields=(Account.name, *ROLE_FIELDS), rules=ACCOUNT, right=EDIT)
ROLES = Draft(about=Account, fields=ROLE_FIELDS, rules=ACCOUNT, take=change_roles, right=EDIT)
SHOWN = Draft(
    about=Account,
    fields=(Account.name, *ROLE_FIELDS, Account.state, Account.must_change, Account.closed_why),
    right=EDIT,
)
SET = FirstPassword(about=Account, take=give, right=EDIT)
REOPEN = FirstPassword(about=Account, take=reopen, right=EDIT)
CLOSE = Draft(
    about=Account,
    fields=(Account.closed_why,),
    must=(Account.closed_why,),
    take=close,
    right=EDIT,
)
