"""Find the record behind an address, for whoever looks."""
