"""Whoosh with flat-array postings and a numpy executor."""
