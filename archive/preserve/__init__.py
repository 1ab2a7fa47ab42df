"""The storage of record: writing, verifying, rebuilding, backing up."""
