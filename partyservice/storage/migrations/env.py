"""Called by Alembic: runs the migrations on the connection it is handed, in its transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from alembic import context
from alembic.operations.ops import AddColumnOp, MigrateOperation, MigrationScript, OpContainer
from sqlalchemy import Column, TypeDecorator, literal, text

from partyservice.storage.record import Record


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own types as what the database stores: a migration must outlive the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def _fill_rows(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    """Give each new column that may not be empty a default: offices have rows already."""
    for script in scripts:
        for step in _steps(script.upgrade_ops):
            if isinstance(step, AddColumnOp) and not step.column.nullable:
                step.column = _filled(step.table_name, step.column)


def _steps(container: OpContainer | None) -> Iterator[MigrateOperation]:
    for step in container.ops if container else ():
        if isinstance(step, OpContainer):
            yield from _steps(step)
        else:
            yield step


def _filled(table: str, column: Column[Any]) -> Column[Any]:
    usual: Any = column.default
    if usual is None:
        raise ValueError(f"{table}.{column.name} may not be empty and has no default.")
    stored = literal(usual.arg, column.type).compile(
        dialect=CONNECTION.dialect, compile_kwargs={"literal_binds": True}
    )
    return Column(column.name, column.type, nullable=False, server_default=text(str(stored)))


CONNECTION = context.config.attributes["connection"]
context.configure(
    connection=CONNECTION,
    target_metadata=context.config.attributes.get("metadata", Record.metadata),
    render_as_batch=True,
    render_item=_render,
    process_revision_directives=_fill_rows,
    transaction_per_migration=False,
)
context.run_migrations()
