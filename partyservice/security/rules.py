"""What the roles of an account must say together."""

from __future__ import annotations

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.security.model import ROLE_FIELDS, Account
from partyservice.storage.rule import Rule

ACCOUNT = (
    Rule(
        id="S01",
        at=Account.clerk,
        needs=ROLE_FIELDS,
        wrong=Invalid,
        words="至少要有一个角色。",
        fails=lambda _today, *roles: not any(roles),
    ),
    Rule(
        id="S02",
        at=Account.auditor,
        needs=(Account.auditor, Account.system_admin, Account.security_admin),
        wrong=Doubt,
        words="审计员兼了系统或安全管理员，等于自己查自己。确需兼任请写明原因。",
        fails=lambda _today, auditor, *others: auditor and any(others),
    ),
)
