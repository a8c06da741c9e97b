"""Called by Alembic: runs the migrations on the connection it is handed, in its transaction."""

from __future__ import annotations

from alembic import context

from partyservice.storage.record import Record

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
