"""Imports every stage's tables, so that SQLModel.metadata is whole."""

import registry.access.records
import registry.analysis.records
import registry.asking.forgotten_records
import registry.asking.records
import registry.consent.comparisons
import registry.consent.records
import registry.consent.register_records
import registry.copies.records
import registry.erasure.records
import registry.intake.records
import registry.mending.records
import registry.posts.records
import registry.proof.records
import registry.publication.records
import registry.publication.rounds
import registry.reanalysis.records
import registry.recipients.records
import registry.removal.putting_records
import registry.removal.records
import registry.removal.search_records
import registry.removal.visitors
import registry.replacing.records
import registry.retention.records
import registry.review.records
import registry.rulebook.records
import registry.sweeping.records
import registry.withdrawal.records  # noqa: F401
