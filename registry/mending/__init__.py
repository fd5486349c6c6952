"""Mending: a copy of a photo in which some faces cannot be recognised any more, or that shows less of it."""
