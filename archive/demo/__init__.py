"""The demonstration: accounts and items drawn and synthesised by code, and marked as such."""
