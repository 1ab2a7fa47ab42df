"""Make the tables: records more.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "collection",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "review",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("slug", name=op.f("uq_collection_slug")),
    )
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_checked_at"), ["checked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_status"), ["status"], unique=False)

    op.create_table(
        "community",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "review",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("slug", name=op.f("uq_community_slug")),
    )
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_checked_at"), ["checked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_community_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_community_status"), ["status"], unique=False)

    op.create_table(
        "consent",
        sa.Column("person_id", sa.String(length=80), nullable=True),
        sa.Column("withdrawn_on", sa.String(length=10), nullable=True),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "review",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_checked_at"), ["checked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_status"), ["status"], unique=False)

    op.create_table(
        "element_list",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "review",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_element_list")),
        sa.UniqueConstraint("slug", name=op.f("uq_element_list_slug")),
    )
    with op.batch_alter_table("element_list", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_element_list_checked_at"), ["checked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_element_list_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_element_list_status"), ["status"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "review",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("slug", name=op.f("uq_lesson_slug")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_checked_at"), ["checked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_status"), ["status"], unique=False)

    op.create_table(
        "term",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("scheme", sa.String(length=32), nullable=False),
        sa.Column("broader_id", sa.String(length=80), nullable=True),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "review",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("slug", name=op.f("uq_term_slug")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_broader_id"), ["broader_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_checked_at"), ["checked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_scheme"), ["scheme"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_status"), ["status"], unique=False)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_status"))
        batch_op.drop_index(batch_op.f("ix_term_sort_key"))
        batch_op.drop_index(batch_op.f("ix_term_scheme"))
        batch_op.drop_index(batch_op.f("ix_term_checked_at"))
        batch_op.drop_index(batch_op.f("ix_term_broader_id"))

    op.drop_table("term")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_status"))
        batch_op.drop_index(batch_op.f("ix_lesson_sort_key"))
        batch_op.drop_index(batch_op.f("ix_lesson_owner"))
        batch_op.drop_index(batch_op.f("ix_lesson_checked_at"))

    op.drop_table("lesson")
    with op.batch_alter_table("element_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_element_list_status"))
        batch_op.drop_index(batch_op.f("ix_element_list_sort_key"))
        batch_op.drop_index(batch_op.f("ix_element_list_checked_at"))

    op.drop_table("element_list")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_status"))
        batch_op.drop_index(batch_op.f("ix_consent_sort_key"))
        batch_op.drop_index(batch_op.f("ix_consent_person_id"))
        batch_op.drop_index(batch_op.f("ix_consent_checked_at"))

    op.drop_table("consent")
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_status"))
        batch_op.drop_index(batch_op.f("ix_community_sort_key"))
        batch_op.drop_index(batch_op.f("ix_community_checked_at"))

    op.drop_table("community")
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_status"))
        batch_op.drop_index(batch_op.f("ix_collection_sort_key"))
        batch_op.drop_index(batch_op.f("ix_collection_checked_at"))

    op.drop_table("collection")
