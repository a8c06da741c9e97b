"""Copy the icons in use from @fluentui/svg-icons 1.1.343 (MIT) into resources/icons.

Run with the folder of the unpacked package, or without: then npm fetches it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@fluentui/svg-icons@1.1.343"
TO = Path(__file__).parents[1] / "resources" / "icons"
SIZES = (16, 20, 24)
BOTH = ("people", "arrow_routing", "document_table", "database", "settings")  # places of the rail
REGULAR = (
    "add", "arrow_clockwise", "arrow_export_up", "building", "calendar", "checkmark_circle",
    "chevron_down", "chevron_left", "chevron_right", "dismiss", "document_pdf", "edit", "eye",
    "eye_off", "filter", "folder_open", "history", "info", "keyboard", "lock_closed",
    "more_horizontal", "navigation", "open", "person", "print", "save", "search", "table",
    "arrow_import", "arrow_undo", "database_checkmark", "arrow_swap", "shield_checkmark",
    "zoom_in", "zoom_out", "page_fit",
)  # fmt: skip
FILLED = ("checkmark_circle", "error_circle", "info", "warning", "shield_checkmark")


def main() -> int:
    """Copy every icon in every size that was drawn; return 1 if one is missing in all."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _fetched(Path(scratch))
        wanted = [(name, "regular") for name in (*BOTH, *REGULAR)]
        wanted += [(name, "filled") for name in (*BOTH, *FILLED)]
        missing = [name for name in wanted if not _copied(folder / "icons", *name)]
    for name, shape in missing:
        sys.stderr.write(f"{name} {shape}\n")
    return bool(missing)


def _copied(folder: Path, name: str, shape: str) -> int:
    found = [f for size in SIZES if (f := folder / f"{name}_{size}_{shape}.svg").exists()]
    for file in found:
        shutil.copyfile(file, TO / file.name)
    return len(found)


def _fetched(scratch: Path) -> Path:
    subprocess.run(["npm", "pack", PACKAGE], cwd=scratch, check=True, capture_output=True)
    (archive,) = scratch.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(scratch, filter="data")
    return scratch / "package"


if __name__ == "__main__":
    raise SystemExit(main())
