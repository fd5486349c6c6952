"""Imports every stage's tables, so that SQLModel.metadata is whole."""

import registry.access.records
import registry.analysis.records
import registry.asking.records
import registry.consent.comparisons
import registry.consent.records
import registry.consent.register_records
import registry.copies.records
import registry.erasure.records
import registry.intake.records
import registry.mending.records
import registry.proof.records
import registry.publication.records
import registry.reanalysis.records
import registry.removal.records
import registry.removal.search_records
import registry.review.records
import registry.rulebook.records  # noqa: F401
