"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "incarnation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bits", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incarnation")),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column(
            "record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_record_id"), ["record_id"], unique=False)

    op.create_table(
        "number_counter",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_number_counter")),
    )
    op.create_table(
        "organisation",
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("org_type", sa.String(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("org_code", sa.String(), nullable=True),
        sa.Column("national_code", sa.String(), nullable=True),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("is_mobile_org", sa.Boolean(), nullable=False),
        sa.Column("approval_doc_no", sa.String(), nullable=True),
        sa.Column("host_unit_situation", sa.String(), nullable=True),
        sa.Column("unit_name", sa.String(), nullable=True),
        sa.Column("unit_kind", sa.String(), nullable=True),
        sa.Column("secretary_name", sa.String(), nullable=True),
        sa.Column("liaison_name", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("fax", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("may_receive", sa.Boolean(), nullable=False),
        sa.Column("transfer_scope", sa.String(), nullable=True),
        sa.Column("can_approve_probationary", sa.Boolean(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column(
            "existence",
            sa.Enum("IN_FORCE", "DISSOLVED", name="existence", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_parent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reading", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("id_number", sa.String(), nullable=True),
        sa.Column("id_kind", sa.String(), nullable=True),
        sa.Column("ethnic", sa.String(), nullable=True),
        sa.Column("ethnic_other", sa.String(), nullable=True),
        sa.Column("born", sa.String(length=10), nullable=True),
        sa.Column("education", sa.String(), nullable=True),
        sa.Column("degree", sa.String(), nullable=True),
        sa.Column("mobile_phone", sa.String(), nullable=True),
        sa.Column("landline", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("native_place", sa.String(), nullable=True),
        sa.Column("work_unit", sa.String(), nullable=True),
        sa.Column("work_began_on", sa.String(length=10), nullable=True),
        sa.Column("is_rural_worker", sa.Boolean(), nullable=False),
        sa.Column("new_social_stratum", sa.String(), nullable=True),
        sa.Column("is_volunteer", sa.Boolean(), nullable=False),
        sa.Column("skills", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("name_order", sa.String(length=200), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_mobile_phone"), ["mobile_phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name_order"), ["name_order"], unique=False)
        batch_op.create_index(
            "uq_person_id_number",
            ["id_number"],
            unique=True,
            sqlite_where=sa.text("void_reason IS NULL"),
            postgresql_where=sa.text("void_reason IS NULL"),
        )

    op.create_table(
        "search_key",
        sa.Column("k", sa.String(length=60), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("k", "id", name=op.f("pk_search_key")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("search_key", schema=None) as batch_op:
        batch_op.create_index("ix_search_key_id", ["id", "k"], unique=False)

    op.create_table(
        "inflow",
        sa.Column("reg_no", sa.String(), nullable=True),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "host_branch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("joined_on", sa.String(length=10), nullable=True),
        sa.Column("origin_org", sa.String(), nullable=True),
        sa.Column("origin_liaison", sa.String(), nullable=True),
        sa.Column("origin_phone", sa.String(), nullable=True),
        sa.Column("came_from", sa.String(), nullable=True),
        sa.Column("came_from_detail", sa.String(), nullable=True),
        sa.Column("arrived_on", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("lives_at", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("has_card", sa.Boolean(), nullable=True),
        sa.Column("card_no", sa.String(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_with", sa.String(), nullable=True),
        sa.Column("contact_interval", sa.Integer(), nullable=False),
        sa.Column("dues_place", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "REPORTED",
                "VERIFIED",
                "ENROLLED",
                "UNVERIFIED",
                "LEFT",
                "TRANSFERRED",
                "LOST",
                name="here",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("ended_on", sa.String(length=10), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["host_branch_id"],
            ["organisation.id"],
            name=op.f("fk_inflow_host_branch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_inflow_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inflow")),
    )
    with op.batch_alter_table("inflow", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inflow_host_branch_id"), ["host_branch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_inflow_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_inflow_state_host_branch_id"), ["state", "host_branch_id"], unique=False
        )
        batch_op.create_index(
            "uq_inflow_reg_no",
            ["reg_no"],
            unique=True,
            sqlite_where=sa.text("void_reason IS NULL"),
            postgresql_where=sa.text("void_reason IS NULL"),
        )

    op.create_table(
        "member",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "branch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("joined_on", sa.String(length=10), nullable=True),
        sa.Column("full_on", sa.String(length=10), nullable=True),
        sa.Column("probation_until", sa.Date(), nullable=True),
        sa.Column("job", sa.String(), nullable=True),
        sa.Column("party_post", sa.String(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum("ON_ROLL", "SUSPENDED", "ENDED", name="standing", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("is_lost", sa.Boolean(), nullable=False),
        sa.Column("lost_since", sa.String(), nullable=True),
        sa.Column("is_mobile", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("place_detail", sa.String(), nullable=True),
        sa.Column("hardship", sa.String(), nullable=True),
        sa.Column("dues_standard", sa.BigInteger(), nullable=True),
        sa.Column("dues_until", sa.String(), nullable=True),
        sa.Column("entry_reason", sa.String(), nullable=True),
        sa.Column("entry_date", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(), nullable=True),
        sa.Column("exit_date", sa.Date(), nullable=True),
        sa.Column("exit_doc", sa.String(), nullable=True),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["organisation.id"],
            name=op.f("fk_member_branch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_member_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_member_standing_branch_id"), ["standing", "branch_id"], unique=False
        )

    op.create_table(
        "office",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "committee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["organisation.id"],
            name=op.f("fk_office_committee_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_committee_id"), ["committee_id"], unique=False)

    op.create_table(
        "outflow",
        sa.Column("reg_no", sa.String(), nullable=True),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "branch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("left_on", sa.String(length=10), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("place_detail", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("destination_kind", sa.String(), nullable=True),
        sa.Column("former_occupation", sa.String(), nullable=True),
        sa.Column("expected_until", sa.String(length=10), nullable=True),
        sa.Column("pattern", sa.String(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("has_card", sa.Boolean(), nullable=True),
        sa.Column("card_no", sa.String(), nullable=True),
        sa.Column("card_issued_on", sa.Date(), nullable=True),
        sa.Column("origin_liaison", sa.String(), nullable=True),
        sa.Column("origin_phone", sa.String(), nullable=True),
        sa.Column("host_org", sa.String(), nullable=True),
        sa.Column("host_liaison", sa.String(), nullable=True),
        sa.Column("host_phone", sa.String(), nullable=True),
        sa.Column("contact_interval", sa.Integer(), nullable=False),
        sa.Column("joins_activities", sa.Boolean(), nullable=True),
        sa.Column("dues_place", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "REGISTERED",
                "AWAY",
                "HOSTED",
                "HARD",
                "LOST",
                "RETURNED",
                "TRANSFERRED",
                "MOVED",
                name="away",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("lost_since", sa.String(), nullable=True),
        sa.Column("ended_on", sa.String(length=10), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["organisation.id"],
            name=op.f("fk_outflow_branch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_outflow_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_outflow_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outflow")),
    )
    with op.batch_alter_table("outflow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outflow_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outflow_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outflow_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outflow_state_branch_id"), ["state", "branch_id"], unique=False
        )
        batch_op.create_index(
            "uq_outflow_reg_no",
            ["reg_no"],
            unique=True,
            sqlite_where=sa.text("void_reason IS NULL"),
            postgresql_where=sa.text("void_reason IS NULL"),
        )
