"""What is typed about an office's own code rows and days."""

from __future__ import annotations

from partyservice.settings.commands import correct_day, enter_notice, withdraw
from partyservice.settings.listing import CODES, DAYS
from partyservice.settings.merged import OfMerged, OfOwn
from partyservice.settings.model import CodeEntry, Holiday, HolidayNotice
from partyservice.settings.rules import ENTRY
from partyservice.storage.draft import Draft

EDIT = "settings.edit"

# a code once used stays: old records are known by it
_SAID = (
    CodeEntry.label,
    CodeEntry.words,
    CodeEntry.place,
    CodeEntry.valid_from,
    CodeEntry.valid_to,
)
_WHICH = (CodeEntry.table_name, CodeEntry.code)
NEW_ROW = Draft(about=CodeEntry, fields=(*_WHICH, *_SAID), rules=ENTRY, right=EDIT)
ROW = OfOwn(about=CodeEntry, fields=_SAID, rules=ENTRY, right=EDIT)
ROW_SHOWN = OfMerged(
    about=CodeEntry,
    fields=(*_WHICH, *_SAID, CodeEntry.state, CodeEntry.closed_why),
    listing=CODES,
)
CLOSE = Draft(
    about=CodeEntry,
    fields=(CodeEntry.valid_to, CodeEntry.closed_why),
    rules=ENTRY,
    must=(CodeEntry.valid_to, CodeEntry.closed_why),
    right=EDIT,
)
_DAY = (Holiday.day, Holiday.sort, Holiday.name, Holiday.source)
DAY = OfOwn(about=Holiday, fields=_DAY, take=correct_day, right=EDIT)
DAY_SHOWN = OfMerged(about=Holiday, fields=(*_DAY, Holiday.state), listing=DAYS)
WITHDRAW = Draft(
    about=Holiday,
    fields=(Holiday.withdrawn_why,),
    must=(Holiday.withdrawn_why,),
    take=withdraw,
    right=EDIT,
)
NOTICE = Draft(
    about=HolidayNotice,
    fields=(HolidayNotice.year, HolidayNotice.source, HolidayNotice.words),
    take=enter_notice,
    right=EDIT,
)
