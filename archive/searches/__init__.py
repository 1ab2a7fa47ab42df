"""What one does with a search besides looking: write it, keep it, take it away, follow it."""
