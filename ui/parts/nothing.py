"""Nothing: what an empty list says: what is not there, why that is so, and the way on."""

from __future__ import annotations

from ui.parts.keys import cap_of
from ui.parts.notices import EmptyState
from ui.parts.screen import Screen


def explain(empty: EmptyState, screen: Screen, typed: str, filters: str) -> None:
    """Say why a list shows nothing: for what was `typed`, or the labels of the `filters` set."""
    if typed:
        words = "可以只输姓名的一部分、拼音首字母，或号码末四位。"
        words += f"打不出的字按 {cap_of('glyph')} 找。"
        empty.tell("search", f"没有找到“{typed}”", words, "清空查找", "Esc")
    elif filters:
        why = screen.missing or "这些条件下没有记录。"
        empty.tell("filter", f"没有“{filters}”的记录", why, "去掉条件", "Esc")
    else:
        new = f"按 {cap_of('new')} 新增。"
        if screen.unit == "人":
            new = f"按 {cap_of('new')} 新增；支部报来的表格，按 {cap_of('import')} 导入。"
        empty.tell("people", f"还没有{screen.title}", new)
