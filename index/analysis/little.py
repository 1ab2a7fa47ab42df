"""Words that say how something is asked and not what: nothing found must bear them.

No word is left out of the index, of phrases or of names: *then*, *la* and *bản* are names here as
well as words. A little word only may be missing from what is found, where others say what is meant.

Source: measured, docs/explanation/search.md; questions of teachers such as “cách làm giấy của
người Mông”, judged in tests/load/judged.tsv.
"""

from collections.abc import Sequence

from index.analysis.vietnamese import exact, folded

_VIETNAMESE = """
    cho của và về ở các những là gì cách như thế nào trong với được tại từ đến theo trên bằng vào
    khi tôi em xem tìm muốn đâu sao bao nhiêu
"""
_ENGLISH = """
    the of and is are was were for with by from at about how what which where when who their its
    this that these
"""
_BESIDE_ENGLISH = frozenset("a an in on to do".split())  # noqa: SIM905 - a list of words
"""Little only beside one of those above: alone they spell Vietnamese words without marks."""

_ELSE_WITHOUT_MARKS = frozenset(
    "la tai tu bang em sao dau den ve tim voi bao".split()  # noqa: SIM905 - a list of words
)
"""What little words spell without their marks and may well be others: `La Ha`, *sáo*, *vẽ*."""

_MARKED = frozenset(exact(word) for word in (_VIETNAMESE + _ENGLISH).split())
_BARE = frozenset(folded(word) for word in (_VIETNAMESE + _ENGLISH).split()) - _ELSE_WITHOUT_MARKS


def little(words: Sequence[tuple[str, str]]) -> list[bool]:
    """Say of each word of a query, its exact and its folded form, whether it may be missing.

    Where any word bears marks, one without means itself.

    Source: as the module.
    """
    marked = any(spelled != bare for spelled, bare in words)
    found = [spelled in _MARKED if marked else bare in _BARE for spelled, bare in words]
    english = any(bare in _ENGLISH.split() for _, bare in words)
    return [
        each or (english and bare in _BESIDE_ENGLISH)
        for each, (_, bare) in zip(found, words, strict=True)
    ]
