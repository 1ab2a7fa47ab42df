"""The officer's desk: upload, describe, review, publish."""
