"""The municipality's rules on photos of people, by article, and the verdict they give.

Pure: no clock, file, network or database.
"""
