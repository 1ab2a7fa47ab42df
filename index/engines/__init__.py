"""Engines behind the border of search."""
