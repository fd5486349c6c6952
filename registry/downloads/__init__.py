"""The cleared photos of an event as one file, judged and written down before a byte leaves."""
