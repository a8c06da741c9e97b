"""Grouping: the fields of a Draft under headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partyservice.kernel.fields import Field


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the key of the first field under it."""

    title: str
    first: str
    note: str = ""


def grouped(
    fields: Sequence[Field], sections: Sequence[Section]
) -> list[tuple[Section, list[Field]]]:
    """Return the fields under the section each belongs to, in their order."""
    starts = {section.first: section for section in sections}
    groups: list[tuple[Section, list[Field]]] = []
    for field in fields:
        if field.key in starts or not groups:
            groups.append((starts.get(field.key, Section("", field.key)), []))
        groups[-1][1].append(field)
    return groups
