"""All tables of the first version"""

import sqlalchemy as sa
from alembic import op

import registry.database

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "analysis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=False),
        sa.Column("largest_face_px", sa.Float(), nullable=False),
        sa.Column("largest_face_share", sa.Float(), nullable=False),
        sa.Column("isolation", sa.Float(), nullable=False),
        sa.Column("shot_type", sa.String(40), nullable=False),
        sa.Column("shot_confidence", sa.Float(), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("analysed_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
    )
    with op.batch_alter_table("analysis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_analysis_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_analysis_shot_type"), ["shot_type"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_event"), ["event"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("photo_reference", sa.String(40), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("issued_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_erasure_id"), ["erasure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_photo_reference"), ["photo_reference"], unique=False)

    op.create_table(
        "copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("locator", sa.String(), nullable=True),
        sa.Column("urls", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("content_mac", sa.String(64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("planned_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("looked_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("look", sa.String(40), nullable=True),
        sa.Column("note", sa.String(80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
    )
    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_copy_content_mac"), ["content_mac"], unique=False)
        batch_op.create_index(batch_op.f("ix_copy_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_copy_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_copy_place"), ["place"], unique=False)
        batch_op.create_index(batch_op.f("ix_copy_state"), ["state"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("photo_reference", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("asked_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("key_destroyed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_erasure_open_photo_id",
            ["photo_id"],
            unique=True,
            sqlite_where=sa.text("state != 'done'"),
            postgresql_where=sa.text("state != 'done'"),
        )

    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("notice_shown", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_starts_on"), ["starts_on"], unique=False)

    op.create_table(
        "gallery_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gallery_version")),
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(80), nullable=False),
        sa.Column("long_side", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("charter_version", sa.String(80), nullable=False),
        sa.Column("judged_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgement_current"), ["current"], unique=False)
        batch_op.create_index(batch_op.f("ix_judgement_outcome"), ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_judgement_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "notice_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("added_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_text")),
        sa.UniqueConstraint("version", "language", name=op.f("uq_notice_text_version")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(200), nullable=False),
        sa.Column("search_name", sa.String(400), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("email", sa.String(320), nullable=True),
        sa.Column("phone", sa.String(40), nullable=True),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_search_name"), ["search_name"], unique=False)

    op.create_table(
        "photo_ruling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("ruling", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_ruling")),
    )
    with op.batch_alter_table("photo_ruling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_ruling_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "removal_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("contact_email", sa.String(254), nullable=True),
        sa.Column("contact_mac", sa.String(64), nullable=True),
        sa.Column("contact_code_mac", sa.String(64), nullable=True),
        sa.Column("code_expires_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("code_attempts", sa.Integer(), nullable=False),
        sa.Column("codes_sent", sa.Integer(), nullable=False),
        sa.Column("contact_verified_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("received_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("entered_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.String(40), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(40), nullable=True),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("scrubbed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_removal_request_reference")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_removal_request_token_hash")),
    )
    with op.batch_alter_table("removal_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removal_request_contact_mac"), ["contact_mac"], unique=False)
        batch_op.create_index(batch_op.f("ix_removal_request_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_removal_request_state"), ["state"], unique=False)

    op.create_table(
        "review_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_case")),
    )
    with op.batch_alter_table("review_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_case_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_case_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_case_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_review_case_open",
            ["photo_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "suppression",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=True),
        sa.Column("exact_mac", sa.String(64), nullable=False),
        sa.Column("perceptual", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_suppression_photo_id")),
    )
    with op.batch_alter_table("suppression", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suppression_exact_mac"), ["exact_mac"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(100), nullable=False),
        sa.Column("display_name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("password_hash", sa.String(300), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    op.create_table(
        "appearance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("face_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appearance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
    )
    with op.batch_alter_table("appearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appearance_face_id"), ["face_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appearance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appearance_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_batch_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_event_id"), ["event_id"], unique=False)

    op.create_table(
        "consent_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("signature", sa.String(40), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("notice_version", sa.String(40), nullable=True),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("purposes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("scope_kind", sa.String(40), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("evidence_copy_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_event_person_id_person")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_consent_event_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_event")),
    )
    with op.batch_alter_table("consent_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_event_consent_id"), ["consent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_event_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_event_scope_id"), ["scope_id"], unique=False)

    op.create_table(
        "erasure_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(80), nullable=True),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_erasure_step_erasure_id_erasure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_step")),
        sa.UniqueConstraint("erasure_id", "ordinal", name=op.f("uq_erasure_step_erasure_id")),
    )
    with op.batch_alter_table("erasure_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_step_copy_id"), ["copy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_step_erasure_id"), ["erasure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_step_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_step_state"), ["state"], unique=False)

    op.create_table(
        "face",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("sharpness", sa.Float(), nullable=False),
        sa.Column("yaw", sa.Float(), nullable=True),
        sa.Column("pitch", sa.Float(), nullable=True),
        sa.Column("roll", sa.Float(), nullable=True),
        sa.Column("quality", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("landmarks", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("focused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_face_analysis_id_analysis"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face")),
        sa.UniqueConstraint("analysis_id", "number", name=op.f("uq_face_analysis_id")),
    )
    with op.batch_alter_table("face", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_face_analysis_id"), ["analysis_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_face_photo_id"), ["photo_id"], unique=False)

    op.create_table(
        "guardianship",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minor_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["guardian_id"], ["person.id"], name=op.f("fk_guardianship_guardian_id_person")),
        sa.ForeignKeyConstraint(["minor_id"], ["person.id"], name=op.f("fk_guardianship_minor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardianship")),
        sa.UniqueConstraint("minor_id", "guardian_id", name=op.f("uq_guardianship_minor_id")),
    )
    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guardianship_guardian_id"), ["guardian_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guardianship_minor_id"), ["minor_id"], unique=False)

    op.create_table(
        "look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("looked_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(80), nullable=True),
        sa.Column("answer", sa.String(80), nullable=True),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_look_erasure_id_erasure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_look_copy_id"), ["copy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_look_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_look_erasure_id"), ["erasure_id"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("in_college", sa.Boolean(), nullable=False),
        sa.Column("domains", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("party", sa.String(100), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_person_id"), ["person_id"], unique=False)

    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("pdq", sa.LargeBinary(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("taken_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("regions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("tells_where", sa.Boolean(), nullable=False),
        sa.Column("release", sa.String(10), nullable=True),
        sa.Column("resembles", sa.Uuid(), nullable=True),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("received_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_photo_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("reference", name=op.f("uq_photo_reference")),
        sa.UniqueConstraint("sha256", name=op.f("uq_photo_sha256")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_state"), ["state"], unique=False)

    op.create_table(
        "recognition_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("engine", sa.String(80), nullable=False),
        sa.Column("quality", sa.Float(), nullable=False),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recognition_template_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_template")),
        sa.UniqueConstraint("copy_id", name=op.f("uq_recognition_template_copy_id")),
    )
    with op.batch_alter_table("recognition_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recognition_template_engine"), ["engine"], unique=False)
        batch_op.create_index(batch_op.f("ix_recognition_template_person_id"), ["person_id"], unique=False)

    op.create_table(
        "removal_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("planned_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(80), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["removal_request.id"], name=op.f("fk_removal_letter_request_id_removal_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_letter")),
    )
    with op.batch_alter_table("removal_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removal_letter_request_id"), ["request_id"], unique=False)

    op.create_table(
        "requested_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_before", sa.String(40), nullable=True),
        sa.Column("erasure_id", sa.Uuid(), nullable=True),
        sa.Column("linked_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["removal_request.id"], name=op.f("fk_requested_photo_request_id_removal_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requested_photo")),
        sa.UniqueConstraint("request_id", "photo_id", name=op.f("uq_requested_photo_request_id")),
    )
    with op.batch_alter_table("requested_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requested_photo_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requested_photo_request_id"), ["request_id"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "withdrawal_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_withdrawal_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_withdrawal_link_token_hash")),
    )
    with op.batch_alter_table("withdrawal_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawal_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "batch_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.String(255), nullable=True),
        sa.Column("at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_entry_batch_id_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_entry")),
    )
    with op.batch_alter_table("batch_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_entry_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "person_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(80), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_at", registry.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", registry.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_person_task_erasure_id_erasure")),
        sa.ForeignKeyConstraint(["step_id"], ["erasure_step.id"], name=op.f("fk_person_task_step_id_erasure_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_task")),
    )
    with op.batch_alter_table("person_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_task_copy_id"), ["copy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_task_erasure_id"), ["erasure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_task_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_task_step_id"), ["step_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("person_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_task_step_id"))
        batch_op.drop_index(batch_op.f("ix_person_task_state"))
        batch_op.drop_index(batch_op.f("ix_person_task_erasure_id"))
        batch_op.drop_index(batch_op.f("ix_person_task_copy_id"))

    op.drop_table("person_task")
    with op.batch_alter_table("batch_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_entry_batch_id"))

    op.drop_table("batch_entry")
    with op.batch_alter_table("withdrawal_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withdrawal_link_person_id"))

    op.drop_table("withdrawal_link")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_user_id"))

    op.drop_table("user_session")
    with op.batch_alter_table("requested_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requested_photo_request_id"))
        batch_op.drop_index(batch_op.f("ix_requested_photo_photo_id"))

    op.drop_table("requested_photo")
    with op.batch_alter_table("removal_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removal_letter_request_id"))

    op.drop_table("removal_letter")
    with op.batch_alter_table("recognition_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recognition_template_person_id"))
        batch_op.drop_index(batch_op.f("ix_recognition_template_engine"))

    op.drop_table("recognition_template")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_state"))
        batch_op.drop_index(batch_op.f("ix_photo_received_at"))
        batch_op.drop_index(batch_op.f("ix_photo_event_id"))

    op.drop_table("photo")
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_office_person_id"))

    op.drop_table("office")
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_look_erasure_id"))
        batch_op.drop_index(batch_op.f("ix_look_due_at"))
        batch_op.drop_index(batch_op.f("ix_look_copy_id"))

    op.drop_table("look")
    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guardianship_minor_id"))
        batch_op.drop_index(batch_op.f("ix_guardianship_guardian_id"))

    op.drop_table("guardianship")
    with op.batch_alter_table("face", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_face_photo_id"))
        batch_op.drop_index(batch_op.f("ix_face_analysis_id"))

    op.drop_table("face")
    with op.batch_alter_table("erasure_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_step_state"))
        batch_op.drop_index(batch_op.f("ix_erasure_step_next_at"))
        batch_op.drop_index(batch_op.f("ix_erasure_step_erasure_id"))
        batch_op.drop_index(batch_op.f("ix_erasure_step_copy_id"))

    op.drop_table("erasure_step")
    with op.batch_alter_table("consent_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_event_scope_id"))
        batch_op.drop_index(batch_op.f("ix_consent_event_person_id"))
        batch_op.drop_index(batch_op.f("ix_consent_event_consent_id"))
        batch_op.drop_index(batch_op.f("ix_consent_event_at"))

    op.drop_table("consent_event")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_event_id"))

    op.drop_table("batch")
    with op.batch_alter_table("appearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appearance_photo_id"))
        batch_op.drop_index(batch_op.f("ix_appearance_person_id"))
        batch_op.drop_index(batch_op.f("ix_appearance_face_id"))

    op.drop_table("appearance")
    op.drop_table("user_account")
    with op.batch_alter_table("suppression", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suppression_exact_mac"))

    op.drop_table("suppression")
    with op.batch_alter_table("review_case", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_review_case_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_review_case_state"))
        batch_op.drop_index(batch_op.f("ix_review_case_photo_id"))
        batch_op.drop_index(batch_op.f("ix_review_case_opened_at"))

    op.drop_table("review_case")
    with op.batch_alter_table("removal_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removal_request_state"))
        batch_op.drop_index(batch_op.f("ix_removal_request_received_at"))
        batch_op.drop_index(batch_op.f("ix_removal_request_contact_mac"))

    op.drop_table("removal_request")
    with op.batch_alter_table("photo_ruling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_ruling_photo_id"))

    op.drop_table("photo_ruling")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_search_name"))
        batch_op.drop_index(batch_op.f("ix_person_merged_into"))

    op.drop_table("person")
    op.drop_table("notice_text")
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judgement_photo_id"))
        batch_op.drop_index(batch_op.f("ix_judgement_outcome"))
        batch_op.drop_index(batch_op.f("ix_judgement_current"))

    op.drop_table("judgement")
    op.drop_table("gallery_version")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_starts_on"))

    op.drop_table("event")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_erasure_open_photo_id",
            sqlite_where=sa.text("state != 'done'"),
            postgresql_where=sa.text("state != 'done'"),
        )
        batch_op.drop_index(batch_op.f("ix_erasure_state"))
        batch_op.drop_index(batch_op.f("ix_erasure_request_id"))
        batch_op.drop_index(batch_op.f("ix_erasure_photo_id"))

    op.drop_table("erasure")
    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_copy_state"))
        batch_op.drop_index(batch_op.f("ix_copy_place"))
        batch_op.drop_index(batch_op.f("ix_copy_photo_id"))
        batch_op.drop_index(batch_op.f("ix_copy_person_id"))
        batch_op.drop_index(batch_op.f("ix_copy_content_mac"))

    op.drop_table("copy")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_photo_reference"))
        batch_op.drop_index(batch_op.f("ix_certificate_erasure_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_event"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("analysis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_analysis_shot_type"))
        batch_op.drop_index(batch_op.f("ix_analysis_photo_id"))

    op.drop_table("analysis")
