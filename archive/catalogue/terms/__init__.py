"""Terms: the pages of the controlled vocabularies."""
