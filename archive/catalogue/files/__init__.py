"""Files: the originals of an item, their renditions and segments."""
