"""What the fields of an organisation must say together."""

from __future__ import annotations

from partyservice.kernel.errors import Doubt
from partyservice.organisations.model import Organisation
from partyservice.storage.rule import Rule, coming

RULES = (
    Rule(
        id="O01",
        at=Organisation.national_code,
        needs=(Organisation.national_code,),
        wrong=Doubt,
        words="全国系统代码一般是 12 位数字，请核对。",
        fails=lambda _today, code: not (len(code) == 12 and code.isdigit()),
    ),
    coming(Organisation.founded_on, "O02", "成立日期"),
)
DISSOLVING = (coming(Organisation.dissolved_on, "O03", "撤销日期"),)
