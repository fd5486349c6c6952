"""The copy ledger: a row for every place where bytes of a photo or person are or may be."""
