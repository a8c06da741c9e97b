"""What the fields of settings must say together."""

from __future__ import annotations

import re

from partyservice.kernel.codes import code_table, shipped
from partyservice.kernel.errors import Invalid
from partyservice.settings.model import CodeEntry
from partyservice.storage.rule import Rule, ordered


def why_fixed(table: str) -> str:
    """Return why an office may add no row to `table`; nothing if it may."""
    row = shipped("code_table").row(table)
    return row.extra.get("fixed", "") if row else ""


def _another(table: str, code: str, words: str) -> bool:
    """Say whether a row of another code is called by one of `words`."""
    found = (code_table(table).find(word) for word in words.split("、") if word)
    return any(each not in (None, code) for each in found)


ENTRY = (
    Rule(
        id="C01",
        at=CodeEntry.table_name,
        needs=(CodeEntry.table_name,),
        wrong=Invalid,
        words="这张表由国家标准、党章或统计口径规定，不能加本中心的行。请选表里已有的一行。",
        fails=lambda _today, table: bool(why_fixed(table)),
    ),
    Rule(
        id="C02",
        at=CodeEntry.code,
        needs=(CodeEntry.code,),
        wrong=Invalid,
        words="代码只用数字和字母。",
        fails=lambda _today, code: not re.fullmatch(r"[0-9A-Za-z]+", code),
    ),
    Rule(
        id="C03",
        at=CodeEntry.code,
        needs=(CodeEntry.table_name, CodeEntry.code),
        wrong=Invalid,
        words="这张表里已经有这个代码，停用的也算。请换一个。",
        fails=lambda _today, table, code: code_table(table).row(code) is not None,
    ),
    Rule(
        id="C04",
        at=CodeEntry.label,
        needs=(CodeEntry.table_name, CodeEntry.code, CodeEntry.label),
        wrong=Invalid,
        words="这张表里另一行已经叫这个名称，请换一个。",
        fails=lambda _today, table, code, label: _another(table, code, label),
    ),
    Rule(
        id="C05",
        at=CodeEntry.words,
        needs=(CodeEntry.table_name, CodeEntry.code, CodeEntry.words),
        wrong=Invalid,
        words="这些叫法里有一个已经是另一行的，请去掉。",
        fails=lambda _today, table, code, words: _another(table, code, words),
    ),
    ordered("C06", CodeEntry.valid_from, CodeEntry.valid_to, "最后一天早于起用日期，请核对。"),
)
