"""People with an account and what they may do."""
