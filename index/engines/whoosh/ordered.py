"""Ordered numbers of documents: what two lists share, where, and how often."""

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.segment import NO_IDS


def common(left: Array, right: Array) -> Array:
    """Give what two ordered lists share; the left is the shorter."""
    shared: Array = right[places(right, left)]
    return shared


def places(ids: Array, wanted: Array) -> Array:
    """Give the places, among ordered numbers, of those wanted that are there; in order."""
    if not len(ids) or not len(wanted):
        return NO_IDS
    # Numbers of two kinds would be copied, all of them, to be compared.
    wanted = wanted.astype(ids.dtype, copy=False)
    at = np.searchsorted(ids, wanted)
    at[at == len(ids)] = 0
    found: Array = at[ids[at] == wanted]
    return found


def runs(ordered: Array) -> tuple[Array, Array]:
    """Give each of ordered numbers once, and how often it stands there."""
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    return ordered[starts], np.diff(np.append(starts, len(ordered)))


def shared_places(ids: Array, among: Array) -> Array:
    """Give the places of those ids that are among others, looking the shorter list up."""
    if len(among) < len(ids):
        return places(ids, among)
    wanted = ids.astype(among.dtype, copy=False)
    at = np.searchsorted(among, wanted)
    at[at == len(among)] = 0
    return np.flatnonzero(among[at] == wanted)


def stretches(tf: Array, chosen: Array, times: Array) -> Array:
    """Give where the positions of chosen postings stand, end to end."""
    ends = np.cumsum(tf, dtype=np.int64)[chosen]
    before = np.cumsum(times) - times
    return np.repeat(ends - times - before, times) + np.arange(int(times.sum()))
