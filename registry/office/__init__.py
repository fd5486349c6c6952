"""The officer's desk: what is due, what was done, and finding things, across all stages; it only reads."""
