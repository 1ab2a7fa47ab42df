"""Sessions kept on the server."""
