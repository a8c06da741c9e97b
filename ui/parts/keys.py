"""Keys: one table; buttons, status bar, command list and key card are filled from it.

A letter means the same everywhere. Pages make QActions from it that only
the shown page hears.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class Key:
    """`sequence` as Qt reads it, `words` for the desk; `also` are second ways."""

    sequence: str
    words: str
    also: tuple[str, ...] = ()


KEYS = {
    "help": Key("F1", "帮助"),
    "page_keys": Key("Shift+F1", "本页按键"),
    "edit": Key("F2", "修改"),
    "search": Key("F3", "查找", ("Ctrl+F",)),
    "open_list": Key("F4", "展开选择", ("Alt+Down",)),
    "refresh": Key("F5", "刷新"),
    "next_region": Key("F6", "换区"),
    "last_region": Key("Shift+F6", "换回上一区"),
    "park": Key("F7", "挂起"),
    "take_back": Key("Shift+F7", "取回挂起"),
    "show_numbers": Key("F8", "按住显示号码"),
    "print": Key("F9", "打印", ("Ctrl+P",)),
    "commands": Key("F10", "全部命令", ("Ctrl+K",)),
    "full_screen": Key("F11", "全屏"),
    "blank": Key("F12", "遮屏"),
    "open_office": Key("Ctrl+O", "打开中心"),
    "recover": Key("Ctrl+U", "用恢复单进入"),
    "sample": Key("Ctrl+T", "看看演示"),
    "remove": Key("Del", "从列表去掉"),
    "larger": Key("Ctrl++", "字大一点", ("Ctrl+=",)),
    "smaller": Key("Ctrl+-", "字小一点"),
    "lock": Key("Shift+F12", "锁定"),
    "new": Key("Ctrl+N", "新增"),
    "save": Key("Ctrl+S", "保存", ("Ctrl+Return", "Ctrl+Enter")),
    "export": Key("Ctrl+E", "另存 xlsx"),
    "import": Key("Ctrl+I", "导入名单"),
    "backup": Key("Ctrl+B", "现在备份"),
    "restore": Key("Ctrl+R", "从备份恢复"),
    "undo": Key("Ctrl+Z", "撤销"),
    "redo": Key("Ctrl+Y", "重做"),
    "filters": Key("Ctrl+L", "筛选"),
    "glyph": Key("Ctrl+J", "找字"),
    "dot": Key("Alt+.", "间隔号"),
    "read_card": Key("Ctrl+D", "读卡"),
    "columns": Key("Ctrl+G", "选列"),
    "copy": Key("Ctrl+C", "复制"),
    "mark_all": Key("Ctrl+A", "全选"),
    "next_problem": Key("Ctrl+Down", "下一处"),
    "last_problem": Key("Ctrl+Up", "上一处"),
    "next_tab": Key("Ctrl+PgDown", "下一栏"),
    "last_tab": Key("Ctrl+PgUp", "上一栏"),
    "back": Key("Alt+Left", "上一位看过的"),
    "forth": Key("Alt+Right", "下一位看过的"),
    "leave": Key("Esc", "返回"),
}
# Alt+letter; the steps of Flows take theirs from here
LETTERS = {
    "B": "办结",
    "C": "转出",
    "D": "报到",
    "E": "评价",
    "F": "封存",
    "G": "告知单",
    "H": "回执",
    "J": "交本人",
    "K": "开具",
    "L": "登记联系",
    "M": "开证明信",
    "N": "便笺",
    "O": "打开相关",
    "P": "批准",
    "Q": "取消、撤回",
    "R": "转入、编入",
    "S": "受理",
    "T": "退回",
    "U": "催办",
    "V": "改期",
    "W": "流出登记",
    "X": "遗失、失联",
    "Y": "预约",
    "Z": "暂停计时",
}
# screenshot tools, input methods and the system take these first
TAKEN = frozenset(
    {
        "Alt+A",
        "Alt+I",
        "Ctrl+Space",
        "Shift+Space",
        "Ctrl+.",
        "Ctrl+;",
        "Alt+F4",
        "Alt+Space",
        "Alt+Tab",
    }
)
_CAPS = {"Return": "Enter", "Down": "↓", "Up": "↑", "Left": "←", "Right": "→", "PgDown": "PgDn"}


def cap(sequence: str) -> str:
    """Return a key as its cap shows it: Ctrl+↓, Ctrl+Enter."""
    *held, last = sequence.split("+")
    return "+".join([*held, _CAPS.get(last, last)])


def cap_of(name: str) -> str:
    """Return the cap of a named key."""
    return cap(KEYS[name].sequence)


def hint(name: str, words: str = "") -> tuple[str, str]:
    """Return cap and words of a named key, for the status bar."""
    return cap_of(name), words or KEYS[name].words


def is_key(event: QKeyEvent, name: str) -> bool:
    """Say whether `event` is a named key."""
    key = KEYS[name]
    pressed = QKeySequence(event.keyCombination())
    return pressed in [QKeySequence(text) for text in (key.sequence, *key.also)]


def action(page: QWidget, name: str, act: Callable[[], object], words: str = "") -> QAction:
    """Let `page` and what lies in it hear a named key; `words` where the page says it better."""
    key = KEYS[name]
    heard = partial(_leave, act) if name == "leave" else act
    return lettered(page, key.sequence, words or key.words, heard, key.also)


def lettered(
    page: QWidget, sequence: str, words: str, act: Callable[[], object], also: tuple[str, ...] = ()
) -> QAction:
    """Let `page` hear any key, such as the Alt+letter of a step."""
    made = QAction(words, page)
    made.setShortcuts([QKeySequence(text) for text in (sequence, *also) if text])
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setAutoRepeat(False)
    made.triggered.connect(lambda _checked=False: act())
    page.addAction(made)
    return made


def _leave(act: Callable[[], object]) -> None:
    """Leave exactly one level: Qt gives Esc to the page even while a list lies over it."""
    popup = QApplication.activePopupWidget()
    if popup is None:
        act()
    else:
        popup.close()
