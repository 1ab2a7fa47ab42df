"""What the archive holds and how it is used, counted for the officer's yearly report."""
