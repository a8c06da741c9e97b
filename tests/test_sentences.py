"""Every sentence to the desk, as it stands in the source (a family: no sentence is left out)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
# words by which a sentence tells what became of the data
SAFE = (
    "没有填入",
    "没有改", "没改", "没有写", "没有保存", "没有建立", "没有打开", "没有新建", "没有导入",
    "没有登记", "没有重复登记", "没有受影响", "都还在", "都在", "什么也没有", "没有印", "没有留下",
)  # fmt: skip
TO_DO = ("请", "可以", "再")
NEVER = ("非法", "无效", "异常", "失败", "你", "！", "亲", "温馨")
# parts that show words to the desk, and which of their arguments
SHOWN = {
    "label": (0,), "wrapped": (0,), "Button": (0,), "refuse": (0,), "say": (0,), "tell": (1, 2),
    "setWindowTitle": (0,), "setText": (0,), "setPlaceholderText": (0,), "setToolTip": (0,),
    "setAccessibleName": (0,), "named": (0,),
}  # fmt: skip


def calls(folder: str) -> Iterator[tuple[Path, ast.Call, dict[str, str]]]:
    trees = {
        path: ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / folder).rglob("*.py"))
    }
    everywhere = {name: words for tree in trees.values() for name, words in constants(tree)}
    for path, tree in trees.items():
        known = everywhere | dict(constants(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, node, known


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        words = text(node.value, {}) if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and words is not None:
            yield target.id, words


def text(node: ast.expr, known: dict[str, str]) -> str | None:
    """What a literal says; □ for what is filled in, None for what is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            (text(part, known) or "") if isinstance(part, ast.Constant) else filled(part, known)
            for part in node.values
        )
    return None


def filled(part: ast.expr, known: dict[str, str]) -> str:
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    return (text(inner, known) if isinstance(inner, ast.Name) else None) or "□"


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def refusals() -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(ROOT)}:{call.lineno}", words)
        for folder in ("partyservice", "ui")
        for path, call, known in calls(folder)
        if name_of(call) == "Refused" and call.args
        if (words := text(call.args[0], known)) is not None
    ]


@pytest.mark.parametrize(("where", "words"), refusals(), ids=lambda value: value[:40])
def test_a_refusal_tells_what_happened_whether_data_is_safe_and_what_to_do(
    where: str, words: str
) -> None:
    assert words.endswith(("。", "？", "□")), where
    assert any(part in words for part in SAFE), where
    assert any(part in words for part in TO_DO), where
    assert not any(part in words for part in NEVER), where


def shown() -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(ROOT)}:{call.lineno}", words)
        for path, call, known in calls("ui")
        for place in SHOWN.get(name_of(call), ())
        if len(call.args) > place
        if (words := text(call.args[place], known))
    ]


def test_no_text_in_a_window_is_without_a_chinese_word() -> None:
    bare = [(w, t) for w, t in shown() if LATIN.search(t) and not HAN.search(t)]
    rude = [(w, t) for w, t in shown() if any(part in t for part in NEVER)]

    assert len(shown()) > 100
    assert not bare
    assert not rude
