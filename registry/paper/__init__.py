"""Paper that came in as a file: forms, letters and scans, opened safely."""
