"""What may be done with accounts: the last who manages them stays, and nobody helps himself."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Invalid, Refused, Unsettled
from partyservice.security.entering import MANAGES, give_password
from partyservice.security.model import ROLE_NAMES, Account
from partyservice.security.passwords import weakness
from partyservice.storage.draft import Draft, put
from partyservice.storage.record import Record
from partyservice.storage.typed import Typed

PASSWORD = "account.password"  # noqa: S105 - the key of what is typed; no column holds it
LAST = "这是最后一个在用的安全管理员，没有改。请先任命另一位，否则没有人能管账户。"


def change_roles(session: Session, draft: Draft, typed: Typed, account: Account) -> Record:
    """Change roles; raise Refused for more of one's own, and for the last who manages accounts."""
    told = typed.of(Account)
    more = [role for role in ROLE_NAMES if told.get(role) and not getattr(account, role)]
    if more and _is_own(session, account):
        raise Refused("不能给自己加角色，什么也没有改。请由另一位安全管理员办理。")
    if account.security_admin and told.get("security_admin") is False:
        _want_another(session, account)
    return put(session, draft, typed, account)


def give(session: Session, _draft: Draft, typed: Typed, account: Account) -> Record:
    """Give an account a first password; raise Unsettled if it names the account."""
    password: str = typed[PASSWORD]
    if words := weakness(password, (account.name,)):
        raise Unsettled([Invalid(f"首次密码{words}", PASSWORD)])
    give_password(session, account, password)
    return account


def reopen(session: Session, draft: Draft, typed: Typed, account: Account) -> Record:
    """Let somebody who came back sign in again, by a first password."""
    account.closed_why = None
    return give(session, draft, typed, account)


def close(session: Session, draft: Draft, typed: Typed, account: Account) -> Record:
    """Close an account; raise Refused for one's own, and for the last who manages accounts."""
    if _is_own(session, account):
        raise Refused("不能停用自己的账户，什么也没有改。请由另一位安全管理员办理。")
    if account.security_admin:
        _want_another(session, account)
    account.must_change = False
    return put(session, draft, typed, account)


def _is_own(session: Session, account: Account) -> bool:
    by: Actor = session.info["by"]
    return by.name == account.name


def _want_another(session: Session, account: Account) -> None:
    others = select(func.count()).select_from(Account).where(*MANAGES, Account.id != account.id)
    if not session.scalar(others):
        raise Refused(LAST)
