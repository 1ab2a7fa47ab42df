"""What concerns somebody: what came back, was said, was given to them; in the page, by e-mail."""
