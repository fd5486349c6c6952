"""Encrypted bytes on any fsspec store: a data key for each photo and person, wrapped by a master key kept apart."""
