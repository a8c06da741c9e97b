"""Layout: what a custom roster shows and how: columns, order, groups, filters; kept as a text."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from typing_extensions import override

from partyservice.kernel.errors import Invalid
from partyservice.kernel.kinds import Kind

ROOM_A4, ROOM_A3 = 264, 387  # mm beside 序号
NARROWEST, WIDEST = 8, 120  # mm of a column
LONGEST = 40  # letters over a column
SQUEEZED = 0.75  # of their width that columns may be narrowed to, so that all have room


class About(enum.Enum):
    """Whom a custom roster lists."""

    MEMBERS = "党员"
    AWAY = "流出党员"
    HERE = "流入党员"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A column: the key of its field, what stands over it, and its width in mm."""

    key: str
    label: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`monthly` tells of the movement of a month, else who is on it today."""

    columns: tuple[Chosen, ...] = ()
    order: str = ""  # key of a field; empty: as the list says
    down: bool = False
    group: str = ""  # key of a field; empty: one after the other
    breaks: bool = True  # each group begins on a new page
    monthly: bool = False
    # key of a field to the words of its value; of a link its key, a blank, its name
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def paper(self) -> str:
        """The paper that its columns need."""
        return "A4" if self.width <= ROOM_A4 else "A3"

    @property
    def width(self) -> int:
        """The mm of all columns."""
        return sum(column.width for column in self.columns)

    def text(self) -> str:
        """Return the text that `layout_of` reads."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def layout_of(text: str) -> Layout:
    """Return the layout of a text; raise Invalid if it is none."""
    try:
        known = json.loads(text)
        known["columns"] = tuple(Chosen(**each) for each in known["columns"])
        layout = Layout(**known)
        texts = [layout.order, layout.group, *layout.filters, *layout.filters.values()]
        texts += [text for each in layout.columns for text in (each.key, each.label)]
        widths = [each.width for each in layout.columns]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Invalid("这份版式读不出来。") from error
    if not all(type(each) is str for each in texts) or not all(type(w) is int for w in widths):
        raise Invalid("这份版式读不出来。")
    return layout


def usual_width(letters: int) -> int:
    """Return the mm in which so many letters stand well."""
    return max(NARROWEST + 1, min(WIDEST, round(letters * 1.5) + 3))


@dataclass(frozen=True, slots=True)
class LayoutText(Kind):
    """A layout that can be printed."""

    @override
    def parse(self, text: str) -> str:
        layout = layout_of(text)
        if not layout.columns:
            raise Invalid("还没有选列。请至少选一列。")
        for each in layout.columns:
            if not NARROWEST <= each.width <= WIDEST:
                raise Invalid(f"“{each.label}”的宽度要在 {NARROWEST} 到 {WIDEST} 毫米之间。")
            if len(each.label) > LONGEST:
                raise Invalid(f"“{each.label[:8]}…”这个列名太长，请改到 {LONGEST} 个字以内。")
        if layout.width * SQUEEZED > ROOM_A3:
            raise Invalid(
                f"选的列共宽 {layout.width} 毫米，一张 A3 纸放不下。"
                f"请减少几列或改窄，到 {int(ROOM_A3 / SQUEEZED)} 毫米以内。"
            )
        return layout.text()
