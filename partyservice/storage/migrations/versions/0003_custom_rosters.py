"""custom rosters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "custom_roster",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "about",
            sa.Enum("MEMBERS", "AWAY", "HERE", name="about", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_roster")),
    )
    with op.batch_alter_table("custom_roster", schema=None) as batch_op:
        batch_op.create_index(
            "uq_custom_roster_name",
            ["name"],
            unique=True,
            sqlite_where=sa.text("void_reason IS NULL"),
            postgresql_where=sa.text("void_reason IS NULL"),
        )
