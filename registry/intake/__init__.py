"""Receiving photos: decode them safely, fingerprint them, read their metadata, refuse what was erased."""
