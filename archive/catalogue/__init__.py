"""The catalogue: items, files, elements, agents, places, events, collections, terms."""
