"""Called by Alembic: runs the migrations on the connection it is handed, in its transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from partyservice.storage.record import Record


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own types as what the database stores: a migration must outlive the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    render_as_batch=True,
    render_item=_render,
    transaction_per_migration=False,
)
context.run_migrations()
