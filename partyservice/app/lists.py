"""Lists: what is listed now, as a spreadsheet or as texts to be pasted."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.app.given import Given
from partyservice.kernel.progress import Progress, Quiet

if TYPE_CHECKING:
    from partyservice.storage.listing import Listing, Wanted

EXPORT, UNMASK = "lists.export", "members.unmask"
BLOCK = 500  # rows read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What of a list is taken: the rows wanted, or those of `ids`; numbers masked or whole."""

    title: str
    listing: Listing
    wanted: Wanted
    ids: Sequence[int] | None = None
    whole: bool = False
    said: str = ""  # the filters, as the clerk reads them


class Lists(Given):
    """Numbers are masked as on the screen; what leaves the office is in the journal before."""

    def may_take_whole(self) -> bool:
        """Say whether whoever is signed in may take numbers away whole."""
        return UNMASK in self.by.rights

    def still(self, listing: Listing, wanted: Wanted, ids: Sequence[int]) -> set[int]:
        """Return which of a few rows the filters still let through."""
        with self.read(listing) as session:
            return listing.among(session, ids, wanted)

    def texts(self, taken: Taken) -> list[list[str]]:
        """Return the heading and the rows as everybody may see them."""
        fields = taken.listing.shown_fields(taken.wanted.columns)
        return [[field.label for field in fields], *self._rows(taken, self._ids(taken))]

    def save(self, taken: Taken, path: Path, progress: Progress | None = None) -> int:
        """Write a list to `path`, whole or not at all; return how many rows it has.

        Raise Refused without the right. The journal has it before the file is there.
        """
        from partyservice.exchange.listing import Sheet, write_list

        self.may(EXPORT)
        self.may_see(taken.listing)
        if taken.whole:
            self.may(UNMASK)
        ids = self._ids(taken)
        self._note(taken, len(ids))
        sheet = Sheet(
            title=taken.title,
            said=taken.said,
            fields=taken.listing.shown_fields(taken.wanted.columns),
            rows=_told(self._rows(taken, ids), len(ids), progress or Quiet()),
            foot=self._foot(taken, len(ids)),
            sample=self.sample,
        )
        write_list(path, sheet)
        return len(ids)

    def _ids(self, taken: Taken) -> Sequence[int]:
        if taken.ids is not None:
            return taken.ids
        with self.read(taken.listing, all_rows=True) as session:
            return taken.listing.ids(session, taken.wanted)

    def _rows(self, taken: Taken, ids: Sequence[int]) -> Iterator[list[str]]:
        fields = taken.listing.shown_fields(taken.wanted.columns)
        show = [field.typed if taken.whole else field.show for field in fields]
        for start in range(0, len(ids), BLOCK):
            block = array("q", ids[start : start + BLOCK])
            with self.read(taken.listing) as session:
                today, columns = taken.wanted.today, taken.wanted.columns
                found = taken.listing.window(session, block, today, columns)
            for _key, *values in found:
                yield [text(value) for text, value in zip(show, values, strict=True)]

    def _foot(self, taken: Taken, count: int) -> str:
        """Return the line that says whose copy this is."""
        numbers = "号码完整，请妥善保管" if taken.whole else "号码已遮住"
        at = f"{self.clock.now().astimezone():%Y-%m-%d %H:%M}"
        return f"{self.office}  {self.by.name}  {at} 导出  共 {count:,} 行  {numbers}"

    def _note(self, taken: Taken, count: int) -> None:
        from partyservice.storage.journal import note

        fields = taken.listing.shown_fields(taken.wanted.columns)
        told = {
            "exported": taken.title,
            "rows": count,
            "columns": [field.label for field in fields],
            "where": taken.said,
            "whole": taken.whole,
        }
        with self.store.write(self.by, f"导出{taken.title}") as session:
            note(session, taken.listing.about.__tablename__, 0, told)


def _told(rows: Iterator[list[str]], total: int, progress: Progress) -> Iterator[list[str]]:
    for place, row in enumerate(rows):
        if place % BLOCK == 0:
            progress.step(place, total)
        yield row
