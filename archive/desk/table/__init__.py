"""The batch page as a table: cells, common values, steps with undo, presets, groups."""
