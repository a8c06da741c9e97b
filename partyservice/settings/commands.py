"""What may be done with an office's own code rows and days."""

from __future__ import annotations

from sqlalchemy.orm import Session

from partyservice.kernel.announced import announced
from partyservice.kernel.errors import Invalid, Unsettled
from partyservice.kernel.workdays import Special
from partyservice.settings.model import Holiday, HolidayNotice
from partyservice.settings.queries import day_entered
from partyservice.storage.draft import Draft, put
from partyservice.storage.record import Attribute, Record, key_of
from partyservice.storage.typed import Typed, write


def withdraw(session: Session, draft: Draft, typed: Typed, day: Holiday) -> Record:
    """Take a day back: it is again what the program or its weekday says."""
    day.void_reason = typed.get_of(Holiday.withdrawn_why)
    return put(session, draft, typed, day)


def correct_day(session: Session, draft: Draft, typed: Typed, day: Holiday) -> Record:
    """Correct a day; raise Unsettled if another is entered for it."""
    other = day_entered(session, typed.get_of(Holiday.day) or day.day)
    if other is not None and other is not day:
        raise _wrong(Holiday.day, "这一天已经录过，请改那一条。")
    return put(session, draft, typed, day)


def enter_notice(
    session: Session, draft: Draft, typed: Typed, notice: HolidayNotice | None
) -> Record:
    """Enter a notice and the days it announces; a day entered before is as the notice says."""
    try:
        days = announced(typed.get_of(HolidayNotice.words), typed.get_of(HolidayNotice.year))
    except Invalid as error:
        raise _wrong(HolidayNotice.words, error.words) from error
    source = typed.get_of(HolidayNotice.source)
    for special in days:
        _enter_day(session, special, source)
    return put(session, draft, typed, notice)


def _enter_day(session: Session, special: Special, source: str | None) -> None:
    values = {"day": special.day, "sort": special.sort, "name": special.name or None}
    known = day_entered(session, special.day)
    write(session, Holiday, known, values | {"source": source})


def _wrong(at: Attribute, words: str) -> Unsettled:
    return Unsettled([Invalid(words, key_of(at))])
