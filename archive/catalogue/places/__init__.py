"""Places: the pages of places with their dated names."""
