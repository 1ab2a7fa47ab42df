"""Many records at once: rounds of changes with progress and undo, and changes over a search."""
