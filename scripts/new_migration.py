"""Write the next migration from what the records now say: python -m scripts.new_migration "words".

It compares an empty office in the newest form with the records, in a throw-away folder. Read what
it wrote: what a column that may not be empty says in the rows already there is its usual value.
Set HEAD in partyservice/storage/migrate.py to its number.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData

from partyservice import offices  # noqa: F401 - declares every table
from partyservice.storage.engine import engine
from partyservice.storage.migrate import SCRIPTS
from partyservice.storage.record import Record

KEY = b"0" * 32


def write(words: str, scripts: Path = SCRIPTS, metadata: MetaData = Record.metadata) -> Path:
    """Write the migration called `words` beside those in `scripts`; return its file."""
    number = len(list((scripts / "versions").glob("[0-9]*.py"))) + 1
    with TemporaryDirectory() as folder:
        lane = engine(Path(folder) / "new.db", KEY, lanes=1, wait=5000, begin="")
        with lane.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(scripts))
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.attributes |= {"connection": connection, "metadata": metadata}
            if number > 1:
                command.upgrade(config, "head")
            command.revision(config, words, autogenerate=True, rev_id=f"{number:04d}")
    written = next((scripts / "versions").glob(f"{number:04d}_*.py"))
    lines = written.read_text("utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "###" not in line), "utf-8")
    for tidy in (["format", "-q"], ["check", "--fix", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(written)], check=False)
    return written


if __name__ == "__main__":
    write(sys.argv[1])
