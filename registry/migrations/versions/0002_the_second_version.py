"""The second version"""

import sqlalchemy as sa
from alembic import op

import registry.database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("consulted_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_entry")),
        sa.UniqueConstraint("name", name=op.f("uq_channel_entry_name")),
    )
    op.create_table(
        "charter_objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("charter_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("found_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_objection")),
    )
    with op.batch_alter_table("charter_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_charter_objection_charter_id"), ["charter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_charter_objection_copy_id"), ["copy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_charter_objection_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "charter_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.Column("adopted_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("applied_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_version")),
        sa.UniqueConstraint("number", name=op.f("uq_charter_version_number")),
    )
    with op.batch_alter_table("charter_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_charter_version_adopted_at"), ["adopted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_charter_version_version"), ["version"], unique=False)
        batch_op.create_index(
            "uq_charter_version_current",
            ["current"],
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )

    op.create_table(
        "daily_round",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begun_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daily_round")),
    )
    op.create_table(
        "digest_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_mail")),
        sa.UniqueConstraint("day", "user_id", name=op.f("uq_digest_mail_day")),
    )
    with op.batch_alter_table("digest_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_mail_day"), ["day"], unique=False)

    op.create_table(
        "enrolment_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_mark")),
    )
    op.create_table(
        "event_search_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visitor_mac", sa.String(64), nullable=True),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_search_try")),
    )
    with op.batch_alter_table("event_search_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_search_try_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_search_try_visitor_mac"), ["visitor_mac"], unique=False)

    op.create_table(
        "forgotten_person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("proof_until", sa.Date(), nullable=True),
        sa.Column("proof_gone_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_forgotten_person")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("consents", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "mend",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("recipe", sa.String(1000), nullable=False),
        sa.Column("areas", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("keep", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seen", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("shot_type", sa.String(40), nullable=False),
        sa.Column("shot_confidence", sa.Float(), nullable=False),
        sa.Column("trouble", sa.String(40), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mend")),
    )
    with op.batch_alter_table("mend", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mend_copy_id"), ["copy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mend_made_at"), ["made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mend_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mend_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_mend_ready",
            ["photo_id"],
            unique=True,
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        )

    op.create_table(
        "mend_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mend_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=True),
        sa.Column("limit", sa.Float(), nullable=False),
        sa.Column("trouble", sa.String(40), nullable=True),
        sa.Column("checked_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mend_check")),
    )
    with op.batch_alter_table("mend_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mend_check_mend_id"), ["mend_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mend_check_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "mended_copy",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("mend_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("pk_mended_copy")),
    )
    with op.batch_alter_table("mended_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mended_copy_mend_id"), ["mend_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mended_copy_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "person_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("undoes", sa.Uuid(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_change")),
    )
    with op.batch_alter_table("person_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_change_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_change_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_change_undoes"), ["undoes"], unique=False)

    op.create_table(
        "photo_comparison",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("photo_id", name=op.f("pk_photo_comparison")),
    )
    op.create_table(
        "place_rest",
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("probing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_place_rest")),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("domain", sa.String(100), nullable=True),
        sa.Column("initiative", sa.String(40), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("send_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("told_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_send_at"), ["send_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_state"), ["state"], unique=False)

    op.create_table(
        "press_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("domain", sa.String(100), nullable=True),
        sa.Column("distribute_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("embargo_until", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("sent_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("urgent_decision", sa.String(200), nullable=True),
        sa.Column("urgent_decided_on", sa.Date(), nullable=True),
        sa.Column("urgent_recorded_by", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_release")),
    )
    with op.batch_alter_table("press_release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_release_distribute_at"), ["distribute_at"], unique=False)

    op.create_table(
        "published_words",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("alt_text", sa.String(), nullable=False),
        sa.Column("domain", sa.String(100), nullable=True),
        sa.Column("decided", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("pk_published_words")),
    )
    with op.batch_alter_table("published_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_words_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "reanalysis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engine", sa.String(80), nullable=False),
        sa.Column("engine_version", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("started_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reanalysis")),
    )
    with op.batch_alter_table("reanalysis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reanalysis_state"), ["state"], unique=False)

    op.create_table(
        "recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(80), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("opendsr_url", sa.String(500), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient")),
    )
    op.create_table(
        "retention_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_hold")),
    )
    with op.batch_alter_table("retention_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_hold_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "retention_round",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("run_out", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("made_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_retention_round")),
    )
    op.create_table(
        "scan_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_copy_id", sa.Uuid(), nullable=False),
        sa.Column("brought_by", sa.Uuid(), nullable=True),
        sa.Column("brought_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("finished_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_batch")),
    )
    op.create_table(
        "sweep",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("code", sa.String(80), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("touched_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
    )
    with op.batch_alter_table("sweep", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sweep_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sweep_place"), ["place"], unique=False)
        batch_op.create_index(batch_op.f("ix_sweep_state"), ["state"], unique=False)

    op.create_table(
        "sweep_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("urls", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("asked_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_question")),
    )
    with op.batch_alter_table("sweep_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sweep_question_answer"), ["answer"], unique=False)
        batch_op.create_index(batch_op.f("ix_sweep_question_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "swept_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("locator_mac", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("changed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("compared_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("seen_in", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swept_item")),
        sa.UniqueConstraint("place", "locator_mac", name=op.f("uq_swept_item_place")),
    )
    with op.batch_alter_table("swept_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_swept_item_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_swept_item_seen_in"), ["seen_in"], unique=False)

    op.create_table(
        "taken_down",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("long_side", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("noted_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(80), nullable=True),
        sa.Column("new_copy_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_down")),
    )
    with op.batch_alter_table("taken_down", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_down_copy_id"), ["copy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_taken_down_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_taken_down_state"), ["state"], unique=False)

    op.create_table(
        "visitor_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visitor_mac", sa.String(64), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_try")),
    )
    with op.batch_alter_table("visitor_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visitor_try_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitor_try_visitor_mac"), ["visitor_mac"], unique=False)

    op.create_table(
        "access_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("gone_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_export_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_export")),
        sa.UniqueConstraint("copy_id", name=op.f("uq_access_export_copy_id")),
    )
    with op.batch_alter_table("access_export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_export_person_id"), ["person_id"], unique=False)

    op.create_table(
        "adoption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("keep", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("code", sa.String(80), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("touched_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_adoption_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
    )
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adoption_place"), ["place"], unique=False)
        batch_op.create_index(batch_op.f("ix_adoption_state"), ["state"], unique=False)

    op.create_table(
        "channel_keeper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("duty", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["channel_entry.id"], name=op.f("fk_channel_keeper_entry_id_channel_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_keeper")),
    )
    with op.batch_alter_table("channel_keeper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_keeper_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "college_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("codes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(200), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_college_question_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_college_question")),
    )
    with op.batch_alter_table("college_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_college_question_post_id"), ["post_id"], unique=False)

    op.create_table(
        "consent_ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("scope_kind", sa.String(40), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=True),
        sa.Column("face_id", sa.Uuid(), nullable=True),
        sa.Column("signature", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("purposes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("contact", sa.String(320), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("remind_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_ask_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_ask")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_consent_ask_token_hash")),
    )
    with op.batch_alter_table("consent_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_ask_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_ask_scope_id"), ["scope_id"], unique=False)

    op.create_table(
        "consent_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.String(40), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_receipt_person_id_person")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_consent_receipt_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_receipt")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_consent_receipt_token_hash")),
    )
    with op.batch_alter_table("consent_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_receipt_consent_id"), ["consent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_receipt_person_id"), ["person_id"], unique=False)

    op.create_table(
        "deletion_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("photo_reference", sa.String(20), nullable=False),
        sa.Column("handed_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_opendsr", sa.Boolean(), nullable=False),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(80), nullable=True),
        sa.Column("confirmed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipient.id"], name=op.f("fk_deletion_notice_recipient_id_recipient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_notice")),
        sa.UniqueConstraint("copy_id", name=op.f("uq_deletion_notice_copy_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_deletion_notice_token_hash")),
    )
    with op.batch_alter_table("deletion_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deletion_notice_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deletion_notice_state"), ["state"], unique=False)

    op.create_table(
        "digest_address",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_digest_address_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_digest_address")),
    )
    op.create_table(
        "handed_out",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("handed_by", sa.Uuid(), nullable=True),
        sa.Column("planned_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_handed_out_recipient_id_recipient")),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("pk_handed_out")),
    )
    with op.batch_alter_table("handed_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handed_out_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handed_out_recipient_id"), ["recipient_id"], unique=False)

    op.create_table(
        "hiding_allowed",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hiding_allowed_person_id_person")),
        sa.PrimaryKeyConstraint("request_id", "photo_id", name=op.f("pk_hiding_allowed")),
    )
    with op.batch_alter_table("hiding_allowed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hiding_allowed_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hiding_allowed_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "paper_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("scope_kind", sa.String(40), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=True),
        sa.Column("notice_version", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("printed_by", sa.Uuid(), nullable=True),
        sa.Column("printed_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_form_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_form")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_form_code")),
    )
    with op.batch_alter_table("paper_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_form_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_form_scope_id"), ["scope_id"], unique=False)

    op.create_table(
        "person_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["person_change.id"], name=op.f("fk_person_move_change_id_person_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_move")),
    )
    with op.batch_alter_table("person_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_move_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_move_row_id"), ["row_id"], unique=False)

    op.create_table(
        "person_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("search_name", sa.String(400), nullable=False),
        sa.Column("added_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_name_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_name")),
    )
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name_person_id"), ["person_id"], unique=False)

    op.create_table(
        "post_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_decision_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_decision")),
        sa.UniqueConstraint("post_id", "rule", name=op.f("uq_post_decision_post_id")),
    )
    with op.batch_alter_table("post_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_decision_post_id"), ["post_id"], unique=False)

    op.create_table(
        "post_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=True),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_delivery_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_delivery")),
        sa.UniqueConstraint("post_id", "photo_id", "channel", name=op.f("uq_post_delivery_post_id")),
    )
    with op.batch_alter_table("post_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_delivery_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_delivery_post_id"), ["post_id"], unique=False)

    op.create_table(
        "post_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("alt_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_photo_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_photo")),
        sa.UniqueConstraint("post_id", "photo_id", name=op.f("uq_post_photo_post_id")),
    )
    with op.batch_alter_table("post_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_photo_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_photo_post_id"), ["post_id"], unique=False)

    op.create_table(
        "press_release_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["press_release.id"], name=op.f("fk_press_release_photo_release_id_press_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_release_photo")),
        sa.UniqueConstraint("release_id", "photo_id", name=op.f("uq_press_release_photo_release_id")),
    )
    with op.batch_alter_table("press_release_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_release_photo_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_press_release_photo_release_id"), ["release_id"], unique=False)

    op.create_table(
        "press_release_recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["release_id"], ["press_release.id"], name=op.f("fk_press_release_recipient_release_id_press_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_release_recipient")),
    )
    with op.batch_alter_table("press_release_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_release_recipient_release_id"), ["release_id"], unique=False)

    op.create_table(
        "publishing_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("asked_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_publishing_round_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_round")),
    )
    with op.batch_alter_table("publishing_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publishing_round_event_id"), ["event_id"], unique=False)

    op.create_table(
        "reanalysed_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reanalysis_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=True),
        sa.Column("progress", sa.String(40), nullable=False),
        sa.Column("outcome_before", sa.String(40), nullable=True),
        sa.Column("outcome_after", sa.String(40), nullable=True),
        sa.Column("shot_before", sa.String(40), nullable=True),
        sa.Column("shot_after", sa.String(40), nullable=True),
        sa.Column("seen_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reanalysis_id"], ["reanalysis.id"], name=op.f("fk_reanalysed_photo_reanalysis_id_reanalysis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reanalysed_photo")),
        sa.UniqueConstraint("reanalysis_id", "photo_id", name=op.f("uq_reanalysed_photo_reanalysis_id")),
    )
    with op.batch_alter_table("reanalysed_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reanalysed_photo_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reanalysed_photo_reanalysis_id"), ["reanalysis_id"], unique=False)

    op.create_table(
        "access_picture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["access_export.id"], name=op.f("fk_access_picture_export_id_access_export")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_picture")),
        sa.UniqueConstraint("copy_id", name=op.f("uq_access_picture_copy_id")),
    )
    with op.batch_alter_table("access_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_picture_export_id"), ["export_id"], unique=False)

    op.create_table(
        "adopted_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("locator", sa.String(), nullable=True),
        sa.Column("urls", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(80), nullable=True),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("distance", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["adoption_id"], ["adoption.id"], name=op.f("fk_adopted_file_adoption_id_adoption")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adopted_file")),
    )
    with op.batch_alter_table("adopted_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adopted_file_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index("ix_adopted_file_progress", ["adoption_id", "outcome", "number"], unique=False)

    op.create_table(
        "asking_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(320), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("planned_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["consent_ask.id"], name=op.f("fk_asking_letter_ask_id_consent_ask")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["consent_receipt.id"], name=op.f("fk_asking_letter_receipt_id_consent_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking_letter")),
    )
    with op.batch_alter_table("asking_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asking_letter_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asking_letter_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_asking_letter_receipt_id"), ["receipt_id"], unique=False)

    op.create_table(
        "consent_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signature", sa.String(40), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_copy_id", sa.Uuid(), nullable=True),
        sa.Column("begun_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("waits_for", sa.String(40), nullable=True),
        sa.Column("next_ask_id", sa.Uuid(), nullable=True),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["consent_ask.id"], name=op.f("fk_consent_answer_ask_id_consent_ask")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_answer_person_id_person")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_consent_answer_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_answer")),
    )
    with op.batch_alter_table("consent_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_answer_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_answer_begun_at"), ["begun_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_answer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "poster_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consent_event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stated_by", sa.Uuid(), nullable=False),
        sa.Column("stated_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ask_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["consent_event_id"], ["consent_event.id"], name=op.f("fk_poster_statement_consent_event_id_consent_event")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poster_statement_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_statement")),
    )
    with op.batch_alter_table("poster_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poster_statement_ask_at"), ["ask_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_poster_statement_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poster_statement_stated_by"), ["stated_by"], unique=False)

    op.create_table(
        "publishing_turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["publishing_round.id"], name=op.f("fk_publishing_turn_round_id_publishing_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_turn")),
    )
    with op.batch_alter_table("publishing_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publishing_turn_outcome"), ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_publishing_turn_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publishing_turn_round_id"), ["round_id"], unique=False)

    op.create_table(
        "scan_page",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("consent_event_id", sa.Uuid(), nullable=True),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["scan_batch.id"], name=op.f("fk_scan_page_batch_id_scan_batch")),
        sa.ForeignKeyConstraint(["form_id"], ["paper_form.id"], name=op.f("fk_scan_page_form_id_paper_form")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scan_page_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_page")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_scan_page_batch_id")),
    )
    with op.batch_alter_table("scan_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_page_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_page_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_page_state"), ["state"], unique=False)

    op.create_table(
        "task_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_task_evidence_erasure_id_erasure")),
        sa.ForeignKeyConstraint(["task_id"], ["person_task.id"], name=op.f("fk_task_evidence_task_id_person_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_evidence")),
    )
    with op.batch_alter_table("task_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_evidence_erasure_id"), ["erasure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_evidence_task_id"), ["task_id"], unique=False)

    with op.batch_alter_table("analysis", schema=None) as batch_op:
        batch_op.create_index("ix_analysis_counted", ["photo_id", "current", "shot_type"], unique=False)

    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("size", sa.Integer(), nullable=True))

    with op.batch_alter_table("erasure_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows", sa.Uuid(), nullable=True))

    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mandate", sa.String(300), nullable=True))
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))

    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index("ix_judgement_counted", ["photo_id", "current", "purpose", "outcome"], unique=False)

    with op.batch_alter_table("person_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("filled", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("send_to", sa.String(), nullable=True))

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index("ix_photo_counted", ["received_at", "state", "id"], unique=False)

    with op.batch_alter_table("recognition_template", schema=None) as batch_op:
        batch_op.add_column(sa.Column("engine_version", sa.String(40), nullable=True))

    with op.batch_alter_table("removal_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_other", sa.String(300), nullable=True))
        batch_op.add_column(sa.Column("reach", sa.String(40), server_default="email", nullable=False))
        batch_op.add_column(sa.Column("wish", sa.String(40), server_default="destroy", nullable=False))

    with op.batch_alter_table("suppression", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lifted_for", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("suppression", schema=None) as batch_op:
        batch_op.drop_column("lifted_for")

    with op.batch_alter_table("removal_request", schema=None) as batch_op:
        batch_op.drop_column("wish")
        batch_op.drop_column("reach")
        batch_op.drop_column("contact_other")

    with op.batch_alter_table("recognition_template", schema=None) as batch_op:
        batch_op.drop_column("engine_version")

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index("ix_photo_counted")

    with op.batch_alter_table("person_task", schema=None) as batch_op:
        batch_op.drop_column("send_to")
        batch_op.drop_column("filled")
        batch_op.drop_column("message")

    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.drop_index("ix_judgement_counted")

    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.drop_column("until")
        batch_op.drop_column("mandate")

    with op.batch_alter_table("erasure_step", schema=None) as batch_op:
        batch_op.drop_column("follows")

    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.drop_column("size")

    with op.batch_alter_table("analysis", schema=None) as batch_op:
        batch_op.drop_index("ix_analysis_counted")

    with op.batch_alter_table("task_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_evidence_task_id"))
        batch_op.drop_index(batch_op.f("ix_task_evidence_erasure_id"))

    op.drop_table("task_evidence")
    with op.batch_alter_table("scan_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scan_page_state"))
        batch_op.drop_index(batch_op.f("ix_scan_page_person_id"))
        batch_op.drop_index(batch_op.f("ix_scan_page_batch_id"))

    op.drop_table("scan_page")
    with op.batch_alter_table("publishing_turn", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publishing_turn_round_id"))
        batch_op.drop_index(batch_op.f("ix_publishing_turn_photo_id"))
        batch_op.drop_index(batch_op.f("ix_publishing_turn_outcome"))

    op.drop_table("publishing_turn")
    with op.batch_alter_table("poster_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poster_statement_stated_by"))
        batch_op.drop_index(batch_op.f("ix_poster_statement_person_id"))
        batch_op.drop_index(batch_op.f("ix_poster_statement_ask_at"))

    op.drop_table("poster_statement")
    with op.batch_alter_table("consent_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_answer_person_id"))
        batch_op.drop_index(batch_op.f("ix_consent_answer_begun_at"))
        batch_op.drop_index(batch_op.f("ix_consent_answer_ask_id"))

    op.drop_table("consent_answer")
    with op.batch_alter_table("asking_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asking_letter_receipt_id"))
        batch_op.drop_index(batch_op.f("ix_asking_letter_next_at"))
        batch_op.drop_index(batch_op.f("ix_asking_letter_ask_id"))

    op.drop_table("asking_letter")
    with op.batch_alter_table("adopted_file", schema=None) as batch_op:
        batch_op.drop_index("ix_adopted_file_progress")
        batch_op.drop_index(batch_op.f("ix_adopted_file_photo_id"))

    op.drop_table("adopted_file")
    with op.batch_alter_table("access_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_picture_export_id"))

    op.drop_table("access_picture")
    with op.batch_alter_table("reanalysed_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reanalysed_photo_reanalysis_id"))
        batch_op.drop_index(batch_op.f("ix_reanalysed_photo_photo_id"))

    op.drop_table("reanalysed_photo")
    with op.batch_alter_table("publishing_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publishing_round_event_id"))

    op.drop_table("publishing_round")
    with op.batch_alter_table("press_release_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_release_recipient_release_id"))

    op.drop_table("press_release_recipient")
    with op.batch_alter_table("press_release_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_release_photo_release_id"))
        batch_op.drop_index(batch_op.f("ix_press_release_photo_photo_id"))

    op.drop_table("press_release_photo")
    with op.batch_alter_table("post_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_photo_post_id"))
        batch_op.drop_index(batch_op.f("ix_post_photo_photo_id"))

    op.drop_table("post_photo")
    with op.batch_alter_table("post_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_delivery_post_id"))
        batch_op.drop_index(batch_op.f("ix_post_delivery_photo_id"))

    op.drop_table("post_delivery")
    with op.batch_alter_table("post_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_decision_post_id"))

    op.drop_table("post_decision")
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_person_id"))

    op.drop_table("person_name")
    with op.batch_alter_table("person_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_move_row_id"))
        batch_op.drop_index(batch_op.f("ix_person_move_change_id"))

    op.drop_table("person_move")
    with op.batch_alter_table("paper_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_form_scope_id"))
        batch_op.drop_index(batch_op.f("ix_paper_form_person_id"))

    op.drop_table("paper_form")
    with op.batch_alter_table("hiding_allowed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hiding_allowed_photo_id"))
        batch_op.drop_index(batch_op.f("ix_hiding_allowed_person_id"))

    op.drop_table("hiding_allowed")
    with op.batch_alter_table("handed_out", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handed_out_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_handed_out_photo_id"))

    op.drop_table("handed_out")
    op.drop_table("digest_address")
    with op.batch_alter_table("deletion_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deletion_notice_state"))
        batch_op.drop_index(batch_op.f("ix_deletion_notice_recipient_id"))

    op.drop_table("deletion_notice")
    with op.batch_alter_table("consent_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_receipt_person_id"))
        batch_op.drop_index(batch_op.f("ix_consent_receipt_consent_id"))

    op.drop_table("consent_receipt")
    with op.batch_alter_table("consent_ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_ask_scope_id"))
        batch_op.drop_index(batch_op.f("ix_consent_ask_person_id"))

    op.drop_table("consent_ask")
    with op.batch_alter_table("college_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_college_question_post_id"))

    op.drop_table("college_question")
    with op.batch_alter_table("channel_keeper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_channel_keeper_entry_id"))

    op.drop_table("channel_keeper")
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adoption_state"))
        batch_op.drop_index(batch_op.f("ix_adoption_place"))

    op.drop_table("adoption")
    with op.batch_alter_table("access_export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_export_person_id"))

    op.drop_table("access_export")
    with op.batch_alter_table("visitor_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visitor_try_visitor_mac"))
        batch_op.drop_index(batch_op.f("ix_visitor_try_at"))

    op.drop_table("visitor_try")
    with op.batch_alter_table("taken_down", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taken_down_state"))
        batch_op.drop_index(batch_op.f("ix_taken_down_photo_id"))
        batch_op.drop_index(batch_op.f("ix_taken_down_copy_id"))

    op.drop_table("taken_down")
    with op.batch_alter_table("swept_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_swept_item_seen_in"))
        batch_op.drop_index(batch_op.f("ix_swept_item_photo_id"))

    op.drop_table("swept_item")
    with op.batch_alter_table("sweep_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sweep_question_photo_id"))
        batch_op.drop_index(batch_op.f("ix_sweep_question_answer"))

    op.drop_table("sweep_question")
    with op.batch_alter_table("sweep", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sweep_state"))
        batch_op.drop_index(batch_op.f("ix_sweep_place"))
        batch_op.drop_index(batch_op.f("ix_sweep_photo_id"))

    op.drop_table("sweep")
    op.drop_table("scan_batch")
    op.drop_table("retention_round")
    with op.batch_alter_table("retention_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_hold_subject_id"))

    op.drop_table("retention_hold")
    op.drop_table("recipient")
    with op.batch_alter_table("reanalysis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reanalysis_state"))

    op.drop_table("reanalysis")
    with op.batch_alter_table("published_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_words_photo_id"))

    op.drop_table("published_words")
    with op.batch_alter_table("press_release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_release_distribute_at"))

    op.drop_table("press_release")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_state"))
        batch_op.drop_index(batch_op.f("ix_post_send_at"))
        batch_op.drop_index(batch_op.f("ix_post_release_id"))

    op.drop_table("post")
    op.drop_table("place_rest")
    op.drop_table("photo_comparison")
    with op.batch_alter_table("person_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_change_undoes"))
        batch_op.drop_index(batch_op.f("ix_person_change_person_id"))
        batch_op.drop_index(batch_op.f("ix_person_change_other_id"))

    op.drop_table("person_change")
    with op.batch_alter_table("mended_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mended_copy_photo_id"))
        batch_op.drop_index(batch_op.f("ix_mended_copy_mend_id"))

    op.drop_table("mended_copy")
    with op.batch_alter_table("mend_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mend_check_photo_id"))
        batch_op.drop_index(batch_op.f("ix_mend_check_mend_id"))

    op.drop_table("mend_check")
    with op.batch_alter_table("mend", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mend_ready", sqlite_where=sa.text("state = 'ready'"), postgresql_where=sa.text("state = 'ready'")
        )
        batch_op.drop_index(batch_op.f("ix_mend_state"))
        batch_op.drop_index(batch_op.f("ix_mend_photo_id"))
        batch_op.drop_index(batch_op.f("ix_mend_made_at"))
        batch_op.drop_index(batch_op.f("ix_mend_copy_id"))

    op.drop_table("mend")
    op.drop_table("import_run")
    op.drop_table("forgotten_person")
    with op.batch_alter_table("event_search_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_search_try_visitor_mac"))
        batch_op.drop_index(batch_op.f("ix_event_search_try_at"))

    op.drop_table("event_search_try")
    op.drop_table("enrolment_mark")
    with op.batch_alter_table("digest_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digest_mail_day"))

    op.drop_table("digest_mail")
    op.drop_table("daily_round")
    with op.batch_alter_table("charter_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_charter_version_current", sqlite_where=sa.text("current"), postgresql_where=sa.text("current")
        )
        batch_op.drop_index(batch_op.f("ix_charter_version_version"))
        batch_op.drop_index(batch_op.f("ix_charter_version_adopted_at"))

    op.drop_table("charter_version")
    with op.batch_alter_table("charter_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_charter_objection_photo_id"))
        batch_op.drop_index(batch_op.f("ix_charter_objection_copy_id"))
        batch_op.drop_index(batch_op.f("ix_charter_objection_charter_id"))

    op.drop_table("charter_objection")
    op.drop_table("channel_entry")
