"""Asking for a file that one may know of and not have, and the answer."""
