"""The charters the municipality has had: each kept whole, one of them in force."""
