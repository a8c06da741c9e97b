"""Rules: whether the records in force say together what the rules of their Drafts allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from partyservice.kernel.errors import Invalid
from partyservice.members.drafts import LEAVE, MEMBER
from partyservice.members.model import Member, Standing
from partyservice.mobility.drafts import ARRIVING_ROW, LEAVING_ROW, VERIFIED
from partyservice.mobility.model import Inflow, Outflow
from partyservice.organisations.drafts import DISSOLVE, ORGANISATION
from partyservice.safety.stored import raw, readers, streamed
from partyservice.storage.draft import Draft
from partyservice.storage.keys import COUNTER, OFFICE
from partyservice.storage.record import Attribute, Record, field_of, key_of, owner
from partyservice.storage.rule import Rule, broken
from partyservice.storage.shown import alias_of, linked

# What holds of every record at any later time. Not the rules of code rows: they ask whether a new
# row would be one too many. A Doubt was answered when it was typed.
DRAFTS = (MEMBER, LEAVE, LEAVING_ROW, ARRIVING_ROW, VERIFIED, ORGANISATION, DISSOLVE)
ONCE = (  # of what a person may have one at a time, and how it is called
    (Member.person_id, Member.standing == Standing.ON_ROLL, "在册的党籍"),
    (Outflow.person_id, Outflow.matters(), "在外的流动记录"),
    (Inflow.person_id, Inflow.matters(), "在这里的流入记录"),
)


def broken_rules(connection: Connection, today: date) -> Iterator[str]:
    """Say of each record in force that breaks a rule which, and what the rule says."""
    for draft in DRAFTS:
        rules = [rule for rule in draft.rules if rule.wrong is Invalid]
        if rules:
            yield from _broken_in(connection, draft, rules, today)


def _broken_in(
    connection: Connection, draft: Draft, rules: Sequence[Rule], today: date
) -> Iterator[str]:
    kind: Any = draft.about
    needed = list(dict.fromkeys(each for rule in rules for each in rule.needs))
    wanted = select(kind.id).where(kind.void_reason.is_(None)).order_by(kind.id)
    for link in draft.links:
        other = alias_of(link, linked(link))
        wanted = wanted.outerjoin(other, other.id == link)
    known = []
    for attribute in needed:
        column = _reached(draft, attribute)
        if column is not None:
            reader = readers(connection, owner(attribute))[attribute.key]
            known.append((key_of(attribute), reader))
            wanted = wanted.add_columns(raw(column))
    for key, *cells in streamed(connection, wanted):
        typed = {
            name: reader.value(cell)
            for (name, reader), cell in zip(known, cells, strict=True)
            if cell is not None and not reader.wrong(cell)  # told already, where values are
        }
        for problem in broken(rules, typed, (), today):
            yield f"{kind.title} {key}：{problem.words.rstrip('。')}"


def _reached(draft: Draft, attribute: Attribute) -> Any:
    """Return the column of `attribute` where `draft` reaches it, itself or by a link."""
    record = owner(attribute)
    if record is draft.about:
        return attribute
    link = next((each for each in draft.links if linked(each) is record), None)
    return None if link is None else getattr(alias_of(link, record), attribute.key)


def too_many(connection: Connection) -> Iterator[str]:
    """Say of each person who has two at a time of what may be there once."""
    for link, holds, words in ONCE:
        in_force = owner(link).void_reason.is_(None)
        counted = select(link, func.count()).where(holds, in_force).group_by(link)
        for person, count in connection.execute(counted.having(func.count() > 1)):
            yield f"人员 {person} 同时有 {count} 条{words}"


def used_up(connection: Connection, kinds: Sequence[type[Record]]) -> Iterator[str]:
    """Say where the next number or key would be one that is taken already."""
    bits, used = connection.execute(select(OFFICE.c.bits, OFFICE.c.used)).one()
    first, last = bits << COUNTER, (bits + 1) << COUNTER
    for kind in kinds:
        most = connection.scalar(select(func.max(kind.id)).where(kind.id >= first, kind.id < last))
        if most is not None and most - first > used:
            yield f"{kind.title or kind.__tablename__}的内部编号比计数器大，下一条会重复"
    counters = dict(
        tuple(row) for row in connection.exec_driver_sql("SELECT series, used FROM number_counter")
    )
    for attribute in (Outflow.reg_no, Inflow.reg_no):
        for (number,) in streamed(connection, select(attribute).where(attribute.is_not(None))):
            series, _, place = number.rpartition("-")
            if place.isdigit() and series in counters and int(place) > counters[series]:
                yield f"{field_of(attribute).label} {number} 比计数器大，以后的编号会重复"
