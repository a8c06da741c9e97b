"""Write the next migration from what the records now say: python -m scripts.new_migration "words".

It compares an empty office in the newest form with the records, in a throw-away folder. Read what
it wrote; set HEAD in partyservice/storage/migrate.py to its number.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config

from partyservice import offices  # noqa: F401 - declares every table
from partyservice.storage.engine import engine
from partyservice.storage.migrate import SCRIPTS

KEY = b"0" * 32


def main(words: str) -> None:
    """Write the migration called `words`."""
    number = len(list((SCRIPTS / "versions").glob("[0-9]*.py"))) + 1
    with TemporaryDirectory() as folder:
        lane = engine(Path(folder) / "new.db", KEY, lanes=1, wait=5000, begin="")
        with lane.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(SCRIPTS))
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.attributes["connection"] = connection
            if number > 1:
                command.upgrade(config, "head")
            command.revision(config, words, autogenerate=True, rev_id=f"{number:04d}")
    written = next((SCRIPTS / "versions").glob(f"{number:04d}_*.py"))
    for tidy in (["format", "-q"], ["check", "--fix", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(written)], check=False)


if __name__ == "__main__":
    main(sys.argv[1])
