"""BM25 as both engines compute it, from what public documents say alone.

Numbers of documents, document frequencies and lengths come from public documents, so that
what a viewer may not know changes no score that the viewer sees.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009); idf and the
rounding of lengths to 256 steps as in whoosh.scoring and whoosh.util.numeric, against which
random corpora are compared.
"""

import math

from whoosh.util.numeric import byte_to_length, length_to_byte

K1 = 1.2
B = 0.75
RESCORED = 1_000
LENGTH_STEPS = tuple(float(byte_to_length(step)) for step in range(256))


def idf(documents: int, frequency: int) -> float:
    """Give the weight of a term that so many of the public documents bear."""
    return math.log(max(documents, 1) / (frequency + 1)) + 1


def length_step(length: int) -> int:
    """Give which of the 256 lengths a length is kept as."""
    return int(length_to_byte(length)) if length else 0


def rounded_length(length: int) -> float:
    """Give a field's length as the index keeps it."""
    return LENGTH_STEPS[length_step(length)]


def bm25(weight: float, frequency: float, length: float, average: float) -> float:
    """Score one term in one document; `weight` is the term's idf times its own weight."""
    norm = K1 * (1 - B + B * length / average)
    return weight * frequency * (K1 + 1) / (frequency + norm)


def pair_idf(left: float, right: float) -> float:
    """Estimate the idf of two words side by side, without counting where they do."""
    return (left + right) / 2
