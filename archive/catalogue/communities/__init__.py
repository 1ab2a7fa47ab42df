"""Communities: the pages of those who govern what is their own."""
