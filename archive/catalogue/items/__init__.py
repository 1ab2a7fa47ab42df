"""Items: the page of one recording, image set, manuscript or object."""
