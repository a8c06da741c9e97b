"""Choices: what a picker offers for a field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.kernel import regions
from partyservice.kernel.codes import code_table
from partyservice.kernel.kinds import Choice, Code, Kind, Ref, Region, YesNo
from partyservice.organisations.model import Existence, Organisation
from partyservice.organisations.queries import office
from partyservice.storage.record import attribute_of, owner
from partyservice.storage.search import hits, terms
from partyservice.storage.shown import tells_of_people

Offer = list[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be chosen of a kind: says whether that are people."""

    kind: Kind

    @property
    def about_people(self) -> bool:
        """Whether it offers people; what organisations are called is known to everybody."""
        return isinstance(self.kind, Ref) and tells_of_people(attribute_of(self.kind.named))


@singledispatch
def _offered(_kind: Kind, _session: Session, _text: str, _most: int) -> Offer:
    return []


@_offered.register
def _(kind: Code, _session: Session, _text: str, _most: int) -> Offer:
    # closed rows too: a list is narrowed to the old records that have them
    return list(code_table(kind.table).labels.items())


@_offered.register
def _(kind: Region, session: Session, text: str, most: int) -> Offer:
    here = office(session).region or ""
    found = sorted(regions.meant(text), key=lambda code: _far(code, here))
    return [(code, kind.show(code)) for code in found[:most]]


def _far(code: str, here: str) -> int:
    """Say how far a place is from here: what is near is meant more often."""
    return next((far for far, digits in enumerate((4, 2)) if code[:digits] == here[:digits]), 2)


@_offered.register
def _(kind: Choice, _session: Session, _text: str, _most: int) -> Offer:
    return [(member, str(member.value)) for member in kind.of]


@_offered.register
def _(kind: YesNo, _session: Session, _text: str, _most: int) -> Offer:
    return [(value, kind.show(value)) for value in (True, False)]


@_offered.register
def _(kind: Ref, session: Session, text: str, most: int) -> Offer:
    named = attribute_of(kind.named)
    record = owner(named)
    wanted = select(record.id, named).where(record.void_reason.is_(None))
    if record is Organisation:
        wanted = wanted.where(Organisation.existence == Existence.IN_FORCE)
        wanted = wanted.order_by(Organisation.is_ours.desc())  # the address book comes after
    if terms(text):
        found = hits(session, record, text).subquery()
        wanted = wanted.where(record.id.in_(select(found.c.id)))
    return list(session.execute(wanted.order_by(named).limit(most)))


def choices(session: Session, kind: Kind, text: str, most: int) -> Offer:
    """Return what may be chosen of `kind`, as (key, label); of a Ref at most `most`."""
    return _offered(kind, session, text, most)
