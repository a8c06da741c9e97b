"""Diagnosis: what somebody who mends the program needs to know, and nothing about any person."""

from __future__ import annotations

import logging
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice import __version__
from partyservice.app.given import IMPERSONAL, Given
from partyservice.kernel.logfile import begin_log, end_log, last_lines
from partyservice.storage.folder import DATABASE, DRAFTS, KEYS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)
MOST_LINES = 200
CHEAP = 50_000  # entries of the journal that are read over in a second
PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "reportlab", "python-calamine")
FILES = (DATABASE, f"{DATABASE}-wal", DRAFTS, KEYS)
Pages = Mapping[str, str]


class Diagnosis(Given):
    """Pages by the name of their file; shown to the clerk before they are saved."""

    _log: logging.Handler | None = None

    def begin(self) -> None:
        """Note from now on, in the folder of the office, what the program says of itself."""
        if self._log is None:
            self._log = begin_log(self.store.folder)
            log.info("begun, version %s", __version__)

    def close(self) -> None:
        """Let go of the file."""
        if self._log is not None:
            end_log(self._log)
            self._log = None

    def gather(self, window: Mapping[str, str], trace: Sequence[str] = ()) -> Pages:
        """Return all pages; `window` is what the window knows of itself, `trace` of a failure."""
        with self.read(IMPERSONAL, all_rows=True) as session:
            office = [
                *_office(session, self.store.folder),
                f"示范数据 {'是' if self.sample else '否'}",
            ]
        pages = {
            "versions.txt": [*_versions(), *(f"{name} {what}" for name, what in window.items())],
            "office.txt": office,
            "log.txt": last_lines(self.store.folder, MOST_LINES),
        }
        if trace:
            pages["error.txt"] = list(trace)
        return {name: "\n".join(lines) + "\n" for name, lines in pages.items()}

    def save(self, path: Path, pages: Pages) -> None:
        """Write `pages` as a zip to `path`, whole or not at all."""
        from zipfile import ZIP_DEFLATED, ZipFile

        from partyservice.kernel.files import replaced_whole

        with replaced_whole(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as packed:
            for name, text in pages.items():
                packed.writestr(name, text)


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    yield f"partyservice {__version__}"
    yield f"Python {platform.python_version()} {platform.architecture()[0]}"
    yield f"系统 {platform.system()} {platform.release()} {platform.machine()}"
    for name in PACKAGES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} —"


def _office(session: Session, folder: Path) -> Iterator[str]:
    from sqlalchemy import func, select

    from partyservice.security.keysfile import load
    from partyservice.storage.journal import JOURNAL, first_bad
    from partyservice.storage.record import Record

    connection = session.connection()
    form = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    yield f"数据格式 {form}"
    yield f"账户 {len(load(folder).doors)} 个"
    for name in FILES:
        if (folder / name).is_file():
            yield f"{name} {(folder / name).stat().st_size:,} 字节"
    counts = {}
    for table in Record.metadata.sorted_tables:
        counts[table.name] = session.scalar(select(func.count()).select_from(table)) or 0
        yield f"表 {table.name} {counts[table.name]:,} 行"
    if counts[JOURNAL.name] > CHEAP:
        yield "日志校验 未做，条数太多"
    else:
        bad = first_bad(connection)
        yield f"日志校验 {'正常' if bad is None else f'第 {bad} 条不对'}"
