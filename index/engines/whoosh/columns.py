"""What is known of each document beside its terms, merged from several segments."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from index.engines.whoosh.arrays import Array, Strings, narrow, run_lengths
from index.engines.whoosh.inverter import NUMBERS, Numbering, add_orders, add_strings
from index.engines.whoosh.view import View


def renumbered(kept: Sequence[Array]) -> list[Array]:
    """Give the new number of each document, -1 for the deleted."""
    numbers, base = [], 0
    for live in kept:
        new = np.cumsum(live, dtype=np.int32) - 1 + base
        new[~live] = -1
        numbers.append(new)
        base += int(live.sum())
    return numbers


def merged_columns(
    views: Sequence[View], kept: Sequence[Array]
) -> tuple[dict[str, Array], dict[str, Any]]:
    """Give the columns of the live documents, and the directory of the merged segment."""
    types, acls = Numbering(), Numbering()
    arrays: dict[str, Array] = {
        "type": _ordinals(views, kept, "type", _type_names, types),
        "acl": _ordinals(views, kept, "acl", _acl_keys, acls),
        "digests": _digests(views, kept),
    }
    for name in ("low", "high", "owner", "start", *NUMBERS):
        runs = [view.data[name][live] for view, live in zip(views, kept, strict=True)]
        arrays[name] = np.concatenate(runs)
    _add_names(arrays, views, kept)
    return arrays, {
        "documents": sum(int(live.sum()) for live in kept),
        "types": list(types),
        "acls": [[list(tokens), list(hidden)] for tokens, hidden in acls],
        "facets": _add_facets(arrays, views, kept),
        "languages": _add_offers(arrays, views, renumbered(kept)),
    }


def _type_names(view: View) -> list[Any]:
    return view.data.types


def _acl_keys(view: View) -> list[Any]:
    return [(tuple(sorted(given)), tuple(sorted(hidden))) for given, hidden in view.data.acls]


def _ordinals(
    views: Sequence[View],
    kept: Sequence[Array],
    name: str,
    names: Callable[[View], list[Any]],
    numbering: Numbering,
) -> Array:
    """Give ordinals by which the names of all segments are numbered alike."""
    runs = []
    for view, live in zip(views, kept, strict=True):
        table = np.array([numbering[key] for key in names(view)], np.int64)
        runs.append(table[view.data[name][live]])
    return narrow(np.concatenate(runs))


def _digests(views: Sequence[View], kept: Sequence[Array]) -> Array:
    runs = [
        view.data["digests"].reshape(-1, 2)[live] for view, live in zip(views, kept, strict=True)
    ]
    return np.concatenate(runs).reshape(-1)


def _add_names(arrays: dict[str, Array], views: Sequence[View], kept: Sequence[Array]) -> None:
    ids = _kept_texts([view.data.ids for view in views], kept)
    groups = _kept_texts([view.data.groups for view in views], kept)
    titles = _kept_texts([view.data.title_keys for view in views], kept)
    for name, texts in (("ids", ids), ("groups", groups), ("titles", titles)):
        add_strings(arrays, name, texts)
    add_orders(arrays, ids, groups, titles)


def _kept_texts(strings: Sequence[Strings], kept: Sequence[Array]) -> list[bytes]:
    return [
        text
        for texts, live in zip(strings, kept, strict=True)
        for text, alive in zip(texts.all(), live.tolist(), strict=True)
        if alive
    ]


def _add_facets(
    arrays: dict[str, Array], views: Sequence[View], kept: Sequence[Array]
) -> dict[str, list[str]]:
    names = sorted({name for view in views for name in view.data.meta("facets")})
    return {name: _add_facet(arrays, name, views, kept) for name in names}


def _add_facet(
    arrays: dict[str, Array], name: str, views: Sequence[View], kept: Sequence[Array]
) -> list[str]:
    numbering = Numbering()
    counts: list[Array] = []
    ordinals: list[Array] = []
    for view, live in zip(views, kept, strict=True):
        reader = view.data.facet(name)
        if reader is None:
            counts.append(np.zeros(int(live.sum()), np.int64))
            continue
        each = run_lengths(reader.starts)
        table = np.array([numbering[value] for value in reader.values], np.int64)
        counts.append(each[live])
        ordinals.append(table[reader.ordinals[np.repeat(live, each)]])
    starts = np.append(0, np.cumsum(np.concatenate(counts)))
    arrays[f"facet.{name}.starts"] = narrow(starts)
    arrays[f"facet.{name}.values"] = narrow(np.concatenate([np.zeros(0, np.int64), *ordinals]))
    return list(numbering)


def _add_offers(
    arrays: dict[str, Array], views: Sequence[View], numbers: Sequence[Array]
) -> list[str]:
    """Merge the labels that complete what is typed."""
    languages = Numbering()
    documents, tags = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    texts: list[bytes] = []
    keys: list[tuple[bytes, int]] = []
    for view, new in zip(views, numbers, strict=True):
        owners = new[view.data["offer.doc"]]
        alive = owners >= 0
        labels = np.where(alive, np.cumsum(alive) - 1 + len(texts), -1)
        table = np.array([languages[tag] for tag in view.data.meta("languages")], np.int64)
        documents.append(owners[alive])
        tags.append(table[view.data["offer.language"][alive]])
        texts += _kept_texts([view.data.offer_texts], [alive])
        keys += _renamed_keys(view, labels)
    keys.sort()
    arrays["offer.doc"] = np.concatenate(documents).astype(np.uint32)
    arrays["offer.language"] = narrow(np.concatenate(tags))
    add_strings(arrays, "offer.text", texts)
    add_strings(arrays, "offer.keys", [key for key, _ in keys])
    arrays["offer.label"] = np.array([label for _, label in keys], np.uint32)
    return list(languages)


def _renamed_keys(view: View, labels: Array) -> list[tuple[bytes, int]]:
    new = labels[view.data["offer.label"]].tolist()
    return [
        (key, label)
        for key, label in zip(view.data.offer_keys.all(), new, strict=True)
        if label >= 0
    ]
