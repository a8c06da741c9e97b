"""partyservice: the desktop when called bare or with --office alone, else the command line."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

from partyservice.kernel.limits import no_dump

DESKTOP = ("--office", "--user", "--password-file")  # options that alone still mean the window


def main(argv: list[str]) -> int:
    """Run what `argv` asks for; return the exit code."""
    no_dump()
    if argv[:1] == ["--read-sheet"]:
        from partyservice.exchange.child import child

        return child(argv[1:])
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if _wants_window(argv):
        return _desktop(argv)
    from partyservice.cli.main import run

    return run(argv, lambda *office, **only: import_module("ui.pictures").take(*office, **only))


def _wants_window(argv: list[str]) -> bool:
    given = [word for word in argv if word != "--json"]
    options = [word.split("=")[0] for word in given if word.startswith("-")]
    values = sum("=" not in word for word in given if word.startswith("-"))
    return all(option in DESKTOP for option in options) and len(given) == len(options) + values


def _desktop(argv: list[str]) -> int:
    given = [part for word in argv for part in word.split("=", 1)]
    folder = Path(given[given.index("--office") + 1]) if "--office" in given else None
    if _has_display():
        from ui.window import run

        return run(folder)
    if folder is None:
        from partyservice.cli.month import print_sample

        return print_sample()
    sys.stderr.write("这台机器没有图形显示，打不开窗口。数据没有改动，请用命令行。\n")
    return 3


def _has_display() -> bool:
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, named))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
