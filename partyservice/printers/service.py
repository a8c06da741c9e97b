"""Service: the small interface between a finished PDF and the printers of a machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from typing_extensions import override

from partyservice.kernel.errors import Invalid
from partyservice.kernel.kinds import Kind, plain

MOST_COPIES = 99
_PAGES = re.compile(r"\s*(\d{1,5})\s*(?:[-–—~至到]\s*(\d{1,5})\s*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """One printer as the machine knows it; `trouble` says why it does not print now."""

    name: str
    usual: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants printed: where, how often, which pages (empty: all), on both sides."""

    printer: str
    title: str
    copies: int = 1
    pages: Pages | None = None
    both_sides: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """From the first to the last page, both printed, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PageRange(Kind):
    """Pages as people write them: 3, 3-7, 全部."""

    @override
    def parse(self, text: str) -> Pages | None:
        if text == "全部":
            return None
        found = _PAGES.fullmatch(plain(text))
        if found is None:
            raise Invalid("写成 3 或 3-7，空着是全部。")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last:
            raise Invalid("从 1 开始，前面的不能比后面的大。")
        return Pages(first, last)

    @override
    def show(self, value: Pages) -> str:
        return f"{value.first}-{value.last}"


class State(Enum):
    """How far a print job is."""

    WAITING = "在排队"
    DONE = "已打印"
    STOPPED = "停住了"


@dataclass(frozen=True, slots=True)
class Report:
    """What the system says of a job; `why` it stands still, in the system's words."""

    state: State
    why: str = ""


class Service(Protocol):
    """Hands finished PDFs to the printers of this machine; blocks, so it is called in a Job."""

    def printers(self) -> Sequence[Printer]:
        """Return what can print here; nothing where there is no printer or no print service."""

    def submit(self, pdf: bytes, order: Order) -> str:
        """Hand over a PDF and return the job's name; raise Refused if it was not taken."""

    def report(self, job: str, printer: str) -> Report:
        """Return how far a job is."""

    def cancel(self, job: str) -> None:
        """Take a job back, if it can still be taken back."""
