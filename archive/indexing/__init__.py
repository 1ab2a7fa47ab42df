"""From records to the full-text index: documents, synonyms, and the one indexer."""
