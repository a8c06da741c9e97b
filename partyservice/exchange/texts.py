"""Texts: the records of a .csv or .txt, whatever its encoding and separator."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partyservice.exchange.contents import LOOKED_AT, wide_order
from partyservice.exchange.frames import Unreadable

SEPARATORS = ",\t;，；|"
JUDGED = 50  # records that show the separator
LONGEST = 100_000  # letters of a cell; more is a quote that was never closed


@dataclass(frozen=True, slots=True)
class Text:
    """A text of records, as it was found to be written."""

    path: Path
    encoding: str
    separator: str

    def records(self) -> Iterator[list[str]]:
        """Give every record, blank ones too; raise Unreadable where quotes do not pair."""
        number = 0
        csv.field_size_limit(LONGEST)
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                for record in csv.reader(file, delimiter=self.separator, strict=True):
                    number += 1
                    yield [_unwrapped(cell) for cell in record]
        except csv.Error as error:
            raise Unreadable("quotes", record=number + 1) from error


def text_at(path: Path) -> Text:
    """Return what `path` holds; raise Unreadable where its encoding is two, or damaged."""
    encoding = encoding_of(path)
    return Text(path, encoding, _separator(path, encoding))


def encoding_of(path: Path) -> str:
    """Return the encoding of a text; raise Unreadable where it is two, or damaged."""
    data = path.read_bytes()
    wide = wide_order(data[:LOOKED_AT])
    for encoding in (wide,) if wide else ("utf-8-sig", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig" and _nearly_utf8(data, error.start):
                break
        else:
            return encoding
    raise Unreadable("encoding")


def _nearly_utf8(data: bytes, fault: int) -> bool:
    """Whether this is UTF-8 with a fault: read as GB18030 it would give wrong names unnoticed."""
    around = data[max(0, fault - LOOKED_AT) : fault + LOOKED_AT].decode("utf-8", "replace")
    foreign = sum(letter > "\x7f" for letter in around)
    return around.count("\ufffd") * 5 < foreign


def _separator(path: Path, encoding: str) -> str:
    """Return the separator that gives the most records one and the same width."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        start = file.read(LOOKED_AT)

    def agreement(separator: str) -> tuple[int, int]:
        found: Counter[int] = Counter()
        try:
            for record in csv.reader(io.StringIO(start, newline=""), delimiter=separator):
                found[len(record)] += len(record) > 1
                if found.total() == JUDGED:
                    break
        except csv.Error:
            return 0, 0
        width, times = max(found.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return times, width

    return max(SEPARATORS, key=agreement)


def _unwrapped(cell: str) -> str:
    """Take a text out of ="…", by which programs keep a spreadsheet from making it a number."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    return cell
