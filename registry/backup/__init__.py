"""Backups that cannot bring back what was erased: made while running, restored with every later erasure applied."""
