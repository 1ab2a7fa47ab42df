"""Review: who looks at what, comments on fields, what would change, and when it is published."""
