"""Captions: the timed words and steps of recordings, read, edited and handed out."""
