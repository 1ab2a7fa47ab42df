"""How often things are opened and taken, without a word of by whom; and who read what is closed."""
