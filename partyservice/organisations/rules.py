"""What the fields of an organisation must say together."""

from __future__ import annotations

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.organisations.model import Organisation
from partyservice.storage.rule import Rule

RULES = (
    Rule(
        id="O01",
        at=Organisation.national_code,
        needs=(Organisation.national_code,),
        wrong=Doubt,
        words="全国系统代码一般是 12 位数字，请核对。",
        fails=lambda _today, code: not (len(code) == 12 and code.isdigit()),
    ),
    Rule(
        id="O02",
        at=Organisation.founded_on,
        needs=(Organisation.founded_on,),
        wrong=Invalid,
        words="成立日期在今天之后，请核对。",
        fails=lambda today, founded: founded > today,
    ),
)
DISSOLVING = (
    Rule(
        id="O03",
        at=Organisation.dissolved_on,
        needs=(Organisation.dissolved_on,),
        wrong=Invalid,
        words="撤销日期在今天之后，请核对。",
        fails=lambda today, dissolved: dissolved > today,
    ),
)
