"""Collections: the pages of sets of items."""
