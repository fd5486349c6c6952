"""Hiding instead of destroying: a photo is replaced by a version in which the person cannot be known."""
