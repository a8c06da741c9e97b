"""Holding: the records that still need another, which therefore may not end."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partyservice.kernel.errors import Refused
from partyservice.storage.record import Record, links_of
from partyservice.storage.shown import linked


def let_end(session: Session, record: Record) -> None:
    """Raise Refused if a record in force that matters now links to `record`."""
    kinds: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    for kind in sorted(kinds, key=lambda kind: kind.__tablename__):
        for link in links_of(kind):
            if linked(link) is not type(record):
                continue
            wanted = select(func.count()).where(
                link == record.id, kind.void_reason.is_(None), kind.matters()
            )
            count = session.scalar(wanted)
            if count:
                raise Refused(kind.holds.format(count=count, title=kind.title))
