"""Completion over the segments of a snapshot."""

import numpy as np

from index import completion
from index.engines.whoosh.arrays import run_lengths
from index.engines.whoosh.view import Snapshot, View
from index.values import Completion

_MOST_CANDIDATES = 200


def complete(
    snapshot: Snapshot, text: str, tokens: frozenset[str], language: str, limit: int
) -> tuple[Completion, ...]:
    """Offer labels of visible documents that go on from what is typed, else from its keys."""
    for meant in (text, *completion.typed_raw(text)):
        found = _goes_on(snapshot, meant, tokens, language, limit)
        if found:
            return found
    return ()


def _goes_on(
    snapshot: Snapshot, text: str, tokens: frozenset[str], language: str, limit: int
) -> tuple[Completion, ...]:
    folded, _ = completion.typed(text)
    if not folded or limit < 1:
        return ()
    sound = completion.sound_typed(text)
    candidates = [
        candidate
        for view in snapshot.views
        for begun in {folded, sound}
        for candidate in _candidates(view, begun, tokens)
        if candidate.label.goes_on_from(folded, sound)
    ]
    return completion.chosen(candidates, text, language, limit, snapshot.popularity)


def _candidates(view: View, begun: str, tokens: frozenset[str]) -> list[completion.Candidate]:
    data = view.data
    start = begun.encode()[: completion.MOST_KEY_CHARS]
    first = data.offer_keys.place_of(start)
    whole = data.offer_keys.place_of(start + b"!")  # before any letter, behind every space
    after = data.offer_keys.place_of(start + b"\xff")
    labels = np.unique(data["offer.label"][first:after])
    documents = data["offer.doc"][labels]
    visible = view.visible(tokens)[documents]
    labels, documents = labels[visible], documents[visible]
    ranks = np.array([completion.RANKS.get(name, 9) for name in data.types], np.uint8)
    lengths = run_lengths(np.append(0, data["offer.text.ends"]))[labels]
    unfinished = ~np.isin(labels, data["offer.label"][first:whole])
    order = np.lexsort((lengths, unfinished, ranks[data["type"][documents]]))[:_MOST_CANDIDATES]
    pairs = zip(labels[order].tolist(), documents[order].tolist(), strict=True)
    return [_candidate(view, label, document) for label, document in pairs]


def _candidate(view: View, label: int, document: int) -> completion.Candidate:
    data = view.data
    text = data.offer_texts[label]
    language = data.meta("languages")[int(data["offer.language"][label])]
    kind = data.types[int(data["type"][document])]
    return completion.Candidate(completion.label_of(text, language), kind, data.group_of(document))
