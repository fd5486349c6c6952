"""Citizens' requests to have a photo removed: ways in, the clock, the officer's decision, letters."""
