"""Resumable uploads: a tus 1.0 server whose acknowledged bytes survive whatever comes."""
