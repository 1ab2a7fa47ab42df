"""Home, search, element pages and the map: what everyone reads."""
