"""All benchmarks, or those named: `python -m bench [paper importing searching window …]`."""

from __future__ import annotations

import sys
from importlib import import_module
from unicodedata import east_asian_width

NAMES = ("paper", "importing", "searching", "window", "blocking", "keys", "saving", "safety")
HEAD = ("what", "measured", "against", "ratio", "bound", "verdict")


def main(names: list[str]) -> int:
    """Print the table of `names`, all of them by default; return 2 for a name that is none."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"no benchmark {unknown[0]}; there are: {' '.join(NAMES)}")
        return 2
    rows = [HEAD]
    for name in names or NAMES:
        print(f"… {name}", file=sys.stderr, flush=True)
        rows += import_module(f"bench.{name}").run()
    widths = [max(_wide(row[place]) for row in rows) for place in range(len(HEAD))]
    for row in rows:
        cells = (cell + " " * (w - _wide(cell)) for cell, w in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    return 0


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
