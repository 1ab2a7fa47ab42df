"""The guides and tutorials of docs/, as pages under /help."""
