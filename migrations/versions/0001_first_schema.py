"""The first schema.

Revision: 0001
After: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.infra import orm

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SQLITE_TRIGGERS = (
    "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END",
    "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END",
)
POSTGRESQL_TRIGGERS = (
    "CREATE OR REPLACE FUNCTION audit_entries_refuse() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'audit entries are append-only'; END; $$ LANGUAGE plpgsql",
    "CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries "
    "FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse()",
    "CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", orm.Instant(), nullable=False),
        sa.Column("tag", sa.String(length=120), nullable=False),
        sa.Column("by_account", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=500), nullable=False),
        sa.Column("thing", sa.String(length=120), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("changes", orm.Json, nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_entries_number")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_tag"), ["tag"], unique=False)
        batch_op.create_index(
            "ix_audit_entries_thing_thing_id", ["thing", "thing_id"], unique=False
        )

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("payload", orm.Json, nullable=False),
        sa.Column("dedupe", sa.String(length=120), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "dead",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_after", orm.Instant(), nullable=False),
        sa.Column("leased_until", orm.Instant(), nullable=True),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("created_at", orm.Instant(), nullable=False),
        sa.Column("finished_at", orm.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_jobs_dedupe")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_state_run_after", ["state", "run_after"], unique=False)

    op.create_table(
        "localities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "phường",
                "xã",
                "đặc khu",
                name="localitykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_localities")),
        sa.UniqueConstraint("code", name=op.f("uq_localities_code")),
    )
    with op.batch_alter_table("localities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_localities_province_code"), ["province_code"], unique=False
        )

    op.create_table(
        "organisers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("short_name", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("place_line", sa.String(length=500), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("letterhead_parent", sa.String(length=500), nullable=False),
        sa.Column("letterhead_name", sa.String(length=500), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=500), nullable=False),
        sa.Column("email", sa.String(length=500), nullable=False),
        sa.Column("slogan", sa.String(length=500), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("emblem_sha256", sa.String(length=64), nullable=True),
        sa.Column("settings", orm.Json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisers")),
        sa.UniqueConstraint("key", name=op.f("uq_organisers_key")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to_email", sa.String(length=320), nullable=False),
        sa.Column("to_name", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("dedupe", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "submitting",
                "sent",
                "failed",
                "kept",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("may_be_doubled", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(length=500), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("created_at", orm.Instant(), nullable=False),
        sa.Column("sent_at", orm.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_dedupe")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_state"), ["state"], unique=False)

    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("short_code", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contest",
                "title",
                "award",
                "recognition",
                "dialogue",
                name="programmekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("key", name=op.f("uq_programmes_key")),
    )
    op.create_table(
        "register_counters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_counters")),
        sa.UniqueConstraint("series", "year", name=op.f("uq_register_counters_series_year")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("origin_hash", sa.String(length=64), nullable=False),
        sa.Column("at", orm.Instant(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempts_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempts_email_hash"), ["email_hash"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempts_origin_hash"), ["origin_hash"], unique=False
        )

    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pdf",
                "image",
                "docx",
                "xlsx",
                "pptx",
                "video",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("created_at", orm.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("sha256", name=op.f("uq_stored_files_sha256")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "department",
                "association",
                "school",
                "institute",
                "hospital",
                "company",
                "commune",
                "other",
                name="unitkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("locality", sa.String(length=500), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("name_folded", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_units_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "worker_beats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("beat_at", orm.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beats")),
        sa.UniqueConstraint("name", name=op.f("uq_worker_beats_name")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=500), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("name_folded", sa.String(length=500), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column(
            "gender",
            sa.Enum(
                "male",
                "female",
                name="gender",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("academic_rank", sa.String(length=500), nullable=False),
        sa.Column("academic_degree", sa.String(length=500), nullable=False),
        sa.Column("position_title", sa.String(length=500), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=120), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_people_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("short_code", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "screening",
                "judging",
                "ranked",
                "public_comment",
                "proposed",
                "decided",
                "awarded",
                "archived",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal_no", sa.Integer(), nullable=True),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("rules", orm.Json, nullable=False),
        sa.Column("legal_bases", orm.Json, nullable=False),
        sa.Column("opens_at", orm.Instant(), nullable=True),
        sa.Column("closes_at", orm.Instant(), nullable=True),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("needs_endorsement", sa.Boolean(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "solution",
                "person",
                name="subjectkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("max_people", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(length=500), nullable=False),
        sa.Column("contact_phone", sa.String(length=500), nullable=False),
        sa.Column("contact_email", sa.String(length=500), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "mean",
                "trimmed_mean",
                "median",
                "deviation_exclusion",
                name="scoringmethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("min_sheets", sa.Integer(), nullable=False),
        sa.Column("trim_from", sa.Integer(), nullable=False),
        sa.Column("deviation_limit", sa.String(length=120), nullable=True),
        sa.Column("tie_breakers", orm.Json, nullable=False),
        sa.Column("comment_below", orm.Exact(7, 2), nullable=True),
        sa.Column("comment_above", orm.Exact(7, 2), nullable=True),
        sa.Column("honour_intro", sa.String(length=500), nullable=False),
        sa.Column("honour_title_template", sa.String(length=500), nullable=False),
        sa.Column("purpose_template", sa.String(length=500), nullable=False),
        sa.Column(
            "recipient",
            sa.Enum(
                "person",
                "group",
                name="certificaterecipient",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("last_receipt_no", sa.Integer(), nullable=False),
        sa.Column("created_at", orm.Instant(), nullable=False),
        sa.Column("opened_at", orm.Instant(), nullable=True),
        sa.Column("closed_at", orm.Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_rounds_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("slug", name=op.f("uq_rounds_slug")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rounds_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "signatories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(length=500), nullable=False),
        sa.Column("office", sa.String(length=500), nullable=False),
        sa.Column("full_name", sa.String(length=500), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organisers.id"], name=op.f("fk_signatories_organiser_id_organisers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatories")),
        sa.UniqueConstraint(
            "organiser_id", "position", name=op.f("uq_signatories_organiser_id_position")
        ),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=500), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("session_stamp", sa.String(length=120), nullable=False),
        sa.Column("opened_at", orm.Instant(), nullable=False),
        sa.Column("last_signed_in_at", orm.Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_accounts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_categories_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_categories_round_id_code")),
    )
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_categories_round_id"), ["round_id"], unique=False)

    op.create_table(
        "certificate_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("issued_at", orm.Instant(), nullable=False),
        sa.Column("finished_at", orm.Instant(), nullable=True),
        sa.Column("book_file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_file_id"],
            ["stored_files.id"],
            name=op.f("fk_certificate_batches_book_file_id_stored_files"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_certificate_batches_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_batches")),
        sa.UniqueConstraint("round_id", name=op.f("uq_certificate_batches_round_id")),
    )
    op.create_table(
        "councils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("decision_number", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("created_at", orm.Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_councils_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_councils_round_id_name")),
    )
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_councils_round_id"), ["round_id"], unique=False)

    op.create_table(
        "criteria",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("looks_at", sa.Text(), nullable=False),
        sa.Column("guidance", orm.Json, nullable=False),
        sa.Column("max_points", orm.Exact(7, 2), nullable=False),
        sa.Column("step", orm.Exact(7, 2), nullable=False),
        sa.Column("weight", orm.Exact(7, 2), nullable=False),
        sa.Column("min_points", orm.Exact(7, 2), nullable=True),
        sa.Column("zero_share_max", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_criteria_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_criteria_round_id_code")),
    )
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criteria_round_id"), ["round_id"], unique=False)

    op.create_table(
        "form_definitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sections", orm.Json, nullable=False),
        sa.Column("made_at", orm.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_form_definitions_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_definitions")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_form_definitions_round_id_number")),
    )
    with op.batch_alter_table("form_definitions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_form_definitions_round_id"), ["round_id"], unique=False
        )

    op.create_table(
        "frozen_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", orm.Instant(), nullable=False),
        sa.Column("frozen_by", sa.String(length=500), nullable=False),
        sa.Column("content", orm.Json, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("returned_at", orm.Instant(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_frozen_results_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_results")),
    )
    with op.batch_alter_table("frozen_results", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frozen_results_round_id"), ["round_id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_milestones_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestones_round_id"), ["round_id"], unique=False)

    op.create_table(
        "prizes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=500), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("min_score", orm.Exact(9, 2), nullable=True),
        sa.Column(
            "scope",
            sa.Enum(
                "round",
                "category",
                name="prizescope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("money", sa.BigInteger(), nullable=True),
        sa.Column("criterion_minima", orm.Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_prizes_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prizes")),
        sa.UniqueConstraint("round_id", "level", name=op.f("uq_prizes_round_id_level")),
    )
    with op.batch_alter_table("prizes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prizes_round_id"), ["round_id"], unique=False)

    op.create_table(
        "required_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("help", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("max_files", sa.Integer(), nullable=False),
        sa.Column("max_mb", sa.Integer(), nullable=False),
        sa.Column("kinds", orm.Json, nullable=False),
        sa.Column("goes_to_judges", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_required_documents_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_documents")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_required_documents_round_id_code")),
    )
    with op.batch_alter_table("required_documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_required_documents_round_id"), ["round_id"], unique=False
        )

    op.create_table(
        "stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "open",
                "closed",
                name="stagestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("weight", orm.Exact(7, 2), nullable=True),
        sa.Column("pass_score", orm.Exact(9, 2), nullable=True),
        sa.Column("pass_count", sa.Integer(), nullable=True),
        sa.Column("closes_at", orm.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_stages_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_stages_round_id_code")),
    )
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stages_round_id"), ["round_id"], unique=False)

    op.create_table(
        "account_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "secretary",
                "leader",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_roles_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_roles")),
        sa.UniqueConstraint("account_id", "role", name=op.f("uq_account_roles_account_id_role")),
    )
    with op.batch_alter_table("account_roles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_roles_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "decision_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("results_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("signer", sa.String(length=500), nullable=False),
        sa.Column("entered_at", orm.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["results_id"],
            ["frozen_results.id"],
            name=op.f("fk_decision_papers_results_id_frozen_results"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_decision_papers_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_papers")),
        sa.UniqueConstraint("round_id", name=op.f("uq_decision_papers_round_id")),
    )
    op.create_table(
        "mailed_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first_admin",
                "invitation",
                "registration",
                "password_reset",
                name="linkkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("full_name", sa.String(length=500), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("grants", orm.Json, nullable=False),
        sa.Column("made_at", orm.Instant(), nullable=False),
        sa.Column("expires_at", orm.Instant(), nullable=False),
        sa.Column("used_at", orm.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mailed_links_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mailed_links_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_links_token_hash")),
    )
    with op.batch_alter_table("mailed_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailed_links_email"), ["email"], unique=False)

    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting_endorsement",
                "returned",
                "submitted",
                "supplement_wanted",
                "eligible",
                "ineligible",
                "withdrawn",
                name="nominationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=True),
        sa.Column("receipt_no", sa.Integer(), nullable=True),
        sa.Column("blind_code", sa.String(length=120), nullable=True),
        sa.Column("accepted_declaration", sa.Boolean(), nullable=False),
        sa.Column("created_at", orm.Instant(), nullable=False),
        sa.Column("saved_at", orm.Instant(), nullable=False),
        sa.Column("submitted_at", orm.Instant(), nullable=True),
        sa.Column("endorsed_at", orm.Instant(), nullable=True),
        sa.Column("people_draft", orm.Json, nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("supplement_request", sa.Text(), nullable=False),
        sa.Column("supplement_due_at", orm.Instant(), nullable=True),
        sa.Column("supplemented_at", orm.Instant(), nullable=True),
        sa.Column("screened_at", orm.Instant(), nullable=True),
        sa.Column("ineligible_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'ineligible' OR ineligible_reason <> ''",
            name=op.f("ck_nominations_refusal_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'supplement_wanted' OR supplement_due_at IS NOT NULL",
            name=op.f("ck_nominations_supplement_has_date"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_nominations_sent_has_time"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_nominations_category_id_categories")
        ),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["form_definitions.id"],
            name=op.f("fk_nominations_form_id_form_definitions"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_nominations_owner_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_nominations_round_id_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_nominations_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint(
            "round_id", "blind_code", name=op.f("uq_nominations_round_id_blind_code")
        ),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_nominations_round_id_code")),
        sa.UniqueConstraint(
            "round_id", "receipt_no", name=op.f("uq_nominations_round_id_receipt_no")
        ),
    )
    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_nominations_category_id"), ["category_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_nominations_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nominations_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "ix_nominations_round_state_receipt", ["round_id", "state", "receipt_no"], unique=False
        )
        batch_op.create_index(
            "ix_nominations_state_submitted", ["state", "submitted_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_nominations_submitted_at"), ["submitted_at"], unique=False
        )
        batch_op.create_index("ix_nominations_unit_state", ["unit_id", "state"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "vice_chair",
                "secretary_member",
                "member",
                name="seatrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_seats_council_id_councils")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_seats_person_id_people")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_seats_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_seats_council_id_code")),
        sa.UniqueConstraint("council_id", "person_id", name=op.f("uq_seats_council_id_person_id")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_unit_contacts_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_contacts_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_contacts")),
        sa.UniqueConstraint(
            "account_id", "unit_id", name=op.f("uq_unit_contacts_account_id_unit_id")
        ),
    )
    with op.batch_alter_table("unit_contacts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unit_contacts_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_unit_contacts_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_answers_nomination_id_nominations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "nomination_id", "question", name=op.f("uq_answers_nomination_id_question")
        ),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answers_nomination_id"), ["nomination_id"], unique=False
        )

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("made_at", orm.Instant(), nullable=False),
        sa.Column("stood_aside_at", orm.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_assignments_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_assignments_seat_id_seats")
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_assignments_stage_id_stages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint(
            "stage_id",
            "seat_id",
            "nomination_id",
            name=op.f("uq_assignments_stage_id_seat_id_nomination_id"),
        ),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignments_nomination_id"), ["nomination_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assignments_seat_id"), ["seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=False),
        sa.Column("added_at", orm.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_attachments_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"],
            ["stored_files.id"],
            name=op.f("fk_attachments_stored_file_id_stored_files"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint(
            "nomination_id",
            "document",
            "stored_file_id",
            name=op.f("uq_attachments_nomination_id_document_stored_file_id"),
        ),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attachments_nomination_id"), ["nomination_id"], unique=False
        )

    op.create_table(
        "awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=500), nullable=False),
        sa.Column("money", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision_papers.id"],
            name=op.f("fk_awards_decision_id_decision_papers"),
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_awards_nomination_id_nominations")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_awards_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_awards_nomination_id")),
    )
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_awards_round_id"), ["round_id"], unique=False)

    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "self",
                "same_unit",
                "family",
                "co_author",
                "supervisor",
                "other",
                name="conflictkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("declared_at", orm.Instant(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_conflicts_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_conflicts_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
        sa.UniqueConstraint(
            "seat_id", "nomination_id", name=op.f("uq_conflicts_seat_id_nomination_id")
        ),
    )
    with op.batch_alter_table("conflicts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conflicts_nomination_id"), ["nomination_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_conflicts_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "frozen_standings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("results_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", orm.Exact(9, 2), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("sheets_used", sa.Integer(), nullable=False),
        sa.Column("sheets_dropped", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=500), nullable=True),
        sa.Column("money", sa.BigInteger(), nullable=True),
        sa.Column("is_unresolved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_frozen_standings_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["results_id"],
            ["frozen_results.id"],
            name=op.f("fk_frozen_standings_results_id_frozen_results"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_standings")),
        sa.UniqueConstraint(
            "results_id", "nomination_id", name=op.f("uq_frozen_standings_results_id_nomination_id")
        ),
    )
    with op.batch_alter_table("frozen_standings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_frozen_standings_nomination_id"), ["nomination_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_frozen_standings_results_id"), ["results_id"], unique=False
        )

    op.create_table(
        "nomination_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("full_name", sa.String(length=500), nullable=False),
        sa.Column("role", sa.String(length=500), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column(
            "gender",
            sa.Enum(
                "male",
                "female",
                name="gender",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit_name", sa.String(length=500), nullable=False),
        sa.Column("position_title", sa.String(length=500), nullable=False),
        sa.Column("degree", sa.String(length=500), nullable=False),
        sa.Column("contribution", orm.Exact(5, 2), nullable=True),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_nomination_people_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_nomination_people_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_nomination_people_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_people")),
        sa.UniqueConstraint(
            "nomination_id", "position", name=op.f("uq_nomination_people_nomination_id_position")
        ),
    )
    with op.batch_alter_table("nomination_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_people_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_nomination_people_nomination_id"), ["nomination_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_nomination_people_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_nomination_people_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tie",
                "downgrade",
                "score",
                name="rulingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("value", orm.Json, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ruled_at", orm.Instant(), nullable=False),
        sa.Column("ruled_by", sa.String(length=500), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_rulings_has_reason")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_rulings_nomination_id_nominations")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_rulings_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    with op.batch_alter_table("rulings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rulings_round_id"), ["round_id"], unique=False)

    op.create_table(
        "seat_specialities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_seat_specialities_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_seat_specialities_seat_id_seats")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_specialities")),
        sa.UniqueConstraint(
            "seat_id", "category_id", name=op.f("uq_seat_specialities_seat_id_category_id")
        ),
    )
    with op.batch_alter_table("seat_specialities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_specialities_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "stage_passes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_stage_passes_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stages.id"], name=op.f("fk_stage_passes_stage_id_stages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_passes")),
        sa.UniqueConstraint(
            "stage_id", "nomination_id", name=op.f("uq_stage_passes_stage_id_nomination_id")
        ),
    )
    with op.batch_alter_table("stage_passes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stage_passes_nomination_id"), ["nomination_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_stage_passes_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("nomination_person_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("register_no", sa.String(length=120), nullable=False),
        sa.Column("verification_code", sa.String(length=120), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_folded", sa.Text(), nullable=False),
        sa.Column("words", orm.Json, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "valid",
                "revoked",
                name="certificatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", orm.Instant(), nullable=False),
        sa.Column("revoked_at", orm.Instant(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL)",
            name=op.f("ck_certificates_revoked_has_time"),
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_certificates_award_id_awards")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["certificate_batches.id"],
            name=op.f("fk_certificates_batch_id_certificate_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_certificates_file_id_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_person_id"],
            ["nomination_people.id"],
            name=op.f("fk_certificates_nomination_person_id_nomination_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint(
            "award_id",
            "nomination_person_id",
            name=op.f("uq_certificates_award_id_nomination_person_id"),
        ),
        sa.UniqueConstraint(
            "series", "year", "number", name=op.f("uq_certificates_series_year_number")
        ),
        sa.UniqueConstraint("verification_code", name=op.f("uq_certificates_verification_code")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificates_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_certificates_register_no"), ["register_no"], unique=False
        )

    op.create_table(
        "score_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "void",
                name="sheetstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("total", orm.Exact(11, 4), nullable=True),
        sa.Column("started_at", orm.Instant(), nullable=False),
        sa.Column("saved_at", orm.Instant(), nullable=False),
        sa.Column("submitted_at", orm.Instant(), nullable=True),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.Column("earlier", orm.Json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'submitted' OR total IS NOT NULL", name=op.f("ck_score_sheets_sent_has_total")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_score_sheets_assignment_id_assignments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheets")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_score_sheets_assignment_id")),
    )
    op.create_table(
        "sheet_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", orm.Exact(7, 2), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criteria.id"], name=op.f("fk_sheet_points_criterion_id_criteria")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["score_sheets.id"], name=op.f("fk_sheet_points_sheet_id_score_sheets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_points")),
        sa.UniqueConstraint(
            "sheet_id", "criterion_id", name=op.f("uq_sheet_points_sheet_id_criterion_id")
        ),
    )
    with op.batch_alter_table("sheet_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_points_sheet_id"), ["sheet_id"], unique=False)

    protect_audit()


def protect_audit() -> None:
    """Begin the chain, and let the database itself refuse to change or delete its rows."""
    genesis = "0" * 64
    op.execute(f"INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '{genesis}')")
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL_TRIGGERS if postgresql else SQLITE_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entries_refuse() CASCADE")
    with op.batch_alter_table("sheet_points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_points_sheet_id"))

    op.drop_table("sheet_points")
    op.drop_table("score_sheets")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificates_register_no"))
        batch_op.drop_index(batch_op.f("ix_certificates_batch_id"))
        batch_op.drop_index(batch_op.f("ix_certificates_award_id"))

    op.drop_table("certificates")
    with op.batch_alter_table("stage_passes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_passes_stage_id"))
        batch_op.drop_index(batch_op.f("ix_stage_passes_nomination_id"))

    op.drop_table("stage_passes")
    with op.batch_alter_table("seat_specialities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_specialities_seat_id"))

    op.drop_table("seat_specialities")
    with op.batch_alter_table("rulings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rulings_round_id"))

    op.drop_table("rulings")
    with op.batch_alter_table("nomination_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_people_unit_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_people_person_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_people_nomination_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_people_email"))

    op.drop_table("nomination_people")
    with op.batch_alter_table("frozen_standings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_frozen_standings_results_id"))
        batch_op.drop_index(batch_op.f("ix_frozen_standings_nomination_id"))

    op.drop_table("frozen_standings")
    with op.batch_alter_table("conflicts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflicts_seat_id"))
        batch_op.drop_index(batch_op.f("ix_conflicts_nomination_id"))

    op.drop_table("conflicts")
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_awards_round_id"))

    op.drop_table("awards")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_nomination_id"))

    op.drop_table("attachments")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_stage_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_seat_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_nomination_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_nomination_id"))

    op.drop_table("answers")
    with op.batch_alter_table("unit_contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_contacts_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_contacts_account_id"))

    op.drop_table("unit_contacts")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_unit_id"))
        batch_op.drop_index(batch_op.f("ix_seats_person_id"))
        batch_op.drop_index(batch_op.f("ix_seats_council_id"))

    op.drop_table("seats")
    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.drop_index("ix_nominations_unit_state")
        batch_op.drop_index(batch_op.f("ix_nominations_submitted_at"))
        batch_op.drop_index("ix_nominations_state_submitted")
        batch_op.drop_index("ix_nominations_round_state_receipt")
        batch_op.drop_index(batch_op.f("ix_nominations_round_id"))
        batch_op.drop_index(batch_op.f("ix_nominations_owner_id"))
        batch_op.drop_index(batch_op.f("ix_nominations_category_id"))

    op.drop_table("nominations")
    with op.batch_alter_table("mailed_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailed_links_email"))

    op.drop_table("mailed_links")
    op.drop_table("decision_papers")
    with op.batch_alter_table("account_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_roles_account_id"))

    op.drop_table("account_roles")
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stages_round_id"))

    op.drop_table("stages")
    with op.batch_alter_table("required_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_required_documents_round_id"))

    op.drop_table("required_documents")
    with op.batch_alter_table("prizes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prizes_round_id"))

    op.drop_table("prizes")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestones_round_id"))

    op.drop_table("milestones")
    with op.batch_alter_table("frozen_results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_frozen_results_round_id"))

    op.drop_table("frozen_results")
    with op.batch_alter_table("form_definitions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_definitions_round_id"))

    op.drop_table("form_definitions")
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_criteria_round_id"))

    op.drop_table("criteria")
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_councils_round_id"))

    op.drop_table("councils")
    op.drop_table("certificate_batches")
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_categories_round_id"))

    op.drop_table("categories")
    op.drop_table("accounts")
    op.drop_table("signatories")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rounds_programme_id"))

    op.drop_table("rounds")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_unit_id"))
        batch_op.drop_index(batch_op.f("ix_people_sort_key"))
        batch_op.drop_index(batch_op.f("ix_people_name_folded"))
        batch_op.drop_index(batch_op.f("ix_people_email"))

    op.drop_table("people")
    op.drop_table("worker_beats")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_sort_key"))
        batch_op.drop_index(batch_op.f("ix_units_name_folded"))

    op.drop_table("units")
    op.drop_table("stored_files")
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_origin_hash"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_email_hash"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_at"))

    op.drop_table("sign_in_attempts")
    op.drop_table("register_counters")
    op.drop_table("programmes")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state"))

    op.drop_table("outbox")
    op.drop_table("organisers")
    with op.batch_alter_table("localities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_localities_province_code"))

    op.drop_table("localities")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_run_after")

    op.drop_table("jobs")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_thing_thing_id")
        batch_op.drop_index(batch_op.f("ix_audit_entries_tag"))

    op.drop_table("audit_entries")
