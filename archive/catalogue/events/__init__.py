"""Events: the pages of what happened at a time and a place."""
