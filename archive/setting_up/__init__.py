"""Set an archive up: schema, vocabulary, the first account, the demonstration."""
