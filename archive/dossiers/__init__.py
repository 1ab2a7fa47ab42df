"""Dossiers of living heritage: what a record has and lacks, and its inventory sheet."""
