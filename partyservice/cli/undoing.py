"""The command that takes the last step of an account back, or says what that would do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from partyservice.cli.commands import HELD, Done

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.app.undo import Preview


def undo(app: App, *, listing: bool, dry_run: bool) -> Done:
    """Undo the last step of whoever is signed in; HELD if something was left alone."""
    if listing:
        return _listed(app)
    done = app.undo.plan() if dry_run else app.undo.undo()
    data: dict[str, Any] = {
        "step": done.id,
        "title": done.title,
        "undone": not dry_run,
        "changed": dict(done.counts),
        "left": done.left_count,
        "changes": [_line(line) for line in done.lines],
        "kept": [_line(line) for line in done.left],
    }
    return Done(data, _told(done, dry_run=dry_run), HELD if done.left_count else 0)


def _listed(app: App) -> Done:
    steps = app.undo.steps()
    data = [asdict(step) | {"at": step.at.isoformat()} for step in steps]
    marks = {True: "  （已撤销）", False: ""}
    lines = [
        f"{step.at.astimezone():%Y-%m-%d %H:%M}  {step.title}{marks[step.undone]}" for step in steps
    ]
    return Done({"steps": data}, lines or ["还没有可以撤销的操作。"])


def _told(done: Preview, *, dry_run: bool) -> list[str]:
    lines = [f"{'将撤销' if dry_run else '已撤销'}：{done.title}"]
    lines += [f"  {line.words}" for line in done.lines]
    if done.total > len(done.lines):
        counted = "、".join(f"{title} {count} 条" for title, count in done.counts.items())
        lines.append(f"  共 {counted}")
    if done.left_count:
        lines.append(f"{done.left_count} 条没有动：")
        lines += [f"  {line.words}" for line in done.left]
    return lines


def _line(line: Any) -> dict[str, Any]:
    return asdict(line) | {"id": str(line.id)}
