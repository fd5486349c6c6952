"""Copies found, not only remembered: what a place holds is compared with every photo, and archives are taken over."""
