"""Erasure: from the copy ledger to a plan, durable steps, second looks, persons' tasks and a certificate."""
