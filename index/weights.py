"""What each way of matching weighs beside the others.

Source: measured, docs/explanation/search.md: the streams on XQuAD-vi and Cranfield
(prototypes/whoosh_numpy), the rest on the open questions of tests/load/judged.tsv.
"""

EXACT = 1.0
EXACT_UNMARKED = 0.15
FOLDED = 1.0
STEM = 0.6
KEY = 0.5
PATTERN = 1.0
SYNONYM = 0.3
"""A synonym beside the word typed."""

IDENTIFIER = 10.0
NUMBER = 1_000.0
"""Being numbered by the whole query, which nobody types by chance."""

LABEL = 20.0
ADJACENT = 2.0
"""Two words side by side, beside the mean of both."""

PAGE = 80.0
"""The page of what a word of the query names, for each word of the name."""

MENTIONED = 40.0
"""The page of what a query mentions without being about it."""

LINK = 30.0
"""Being linked to what a word of the query names, for each word of the name."""

MOST_WORDS = 3
"""Words of a name that add to the two above."""

INCLUDED = 0.8
"""What a name includes, beside what it names."""

ABOUT = 0.2
"""The share of a query's words that a name must have for the query to be about it."""
