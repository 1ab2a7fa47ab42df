"""Elements: the pages of living heritage."""
