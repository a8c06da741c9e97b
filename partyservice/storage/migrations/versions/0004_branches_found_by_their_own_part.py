"""branches found by their own part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from partyservice.kernel.names import Title

revision = "0004"
down_revision = "0003"

_LETTER = "o"  # of an organisation among the search keys
_WRITE = sa.text("INSERT OR IGNORE INTO search_key (k, id) VALUES (:k, :id)")


def upgrade() -> None:
    """Write the keys by which the end of a name is found: 东风村 of 青石镇东风村党支部."""
    connection = op.get_bind()
    wanted = "SELECT id, full_name, short_name FROM organisation WHERE void_reason IS NULL"
    for key, *names in connection.execute(sa.text(wanted)).all():
        keys = {found.lower() for name in names if name for found in Title().keys(name)}
        if keys:
            connection.execute(_WRITE, [{"k": _LETTER + each, "id": key} for each in keys])
