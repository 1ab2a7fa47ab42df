"""Outward standards, one module each."""
