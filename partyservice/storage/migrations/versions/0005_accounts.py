"""Accounts as records: roles stood in keys.json before, where nobody saw who changed them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("clerk", sa.Boolean(), nullable=False),
        sa.Column("center_head", sa.Boolean(), nullable=False),
        sa.Column("org_officer", sa.Boolean(), nullable=False),
        sa.Column("committee_leader", sa.Boolean(), nullable=False),
        sa.Column("system_admin", sa.Boolean(), nullable=False),
        sa.Column("security_admin", sa.Boolean(), nullable=False),
        sa.Column("auditor", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("OPEN", "CLOSED", name="standing", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("closed_why", sa.String(), nullable=True),
        sa.Column("public", sa.String(length=44), nullable=True),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(
            "uq_account_name",
            ["name"],
            unique=True,
            sqlite_where=sa.text("void_reason IS NULL"),
            postgresql_where=sa.text("void_reason IS NULL"),
        )
