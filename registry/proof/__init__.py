"""Proof: the audit log that outlives the data, and certificates that anyone can check."""
