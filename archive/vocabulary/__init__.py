"""The starter vocabulary and gazetteer as data, SKOS in and out, synonyms for the search."""
