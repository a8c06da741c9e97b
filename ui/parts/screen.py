"""Screen: all that differs from one screen to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ui.parts.grouping import Section
from ui.parts.table import Marks

if TYPE_CHECKING:
    from partyservice.storage.draft import Draft
    from partyservice.storage.flow import Flow
    from partyservice.storage.listing import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A list, the draft of its rows, and the steps they may take.

    `about` are the keys of the columns under the name in the pane; `least` those that go first
    in a narrow window; `shows` is the draft of the pane where it is not `edits`. What is made
    new is the step of a Flow that has no source; with `seeks` the same people are looked for, and
    with `fills` the one found is who is meant, not a record made twice. `tree` is the key
    of the link to the row above, where the list is a tree: what is new lies below the row chosen.
    """

    title: str
    listing: Listing
    edits: Draft
    flows: tuple[Flow, ...] = ()
    unit: str = "人"
    searched: str = "姓名、拼音、号码末几位"
    about: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    shows: Draft | None = None
    seeks: bool = False
    fills: bool = False
    follows: str = ""  # the table of the record after which one of these may begin
    tree: str = ""
    alone: bool = False  # there is one record only: no list, no search
    missing: str = ""  # why there may be nothing where a filter is set, and what to do
    slow: bool = False  # no index leads to its first rows: they are read beside the window
    marks: Marks = field(default_factory=dict)
