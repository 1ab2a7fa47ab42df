"""Merge, split and move the nouns of the catalogue: rounds that can be taken back whole."""
