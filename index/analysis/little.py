"""Words that say how something is asked and not what: nothing found must bear them.

No word is left out of the index, of phrases or of names: *then*, *la* and *bản* are names here as
well as words. A little word only may be missing from what is found, where others say what is meant.

Source: measured, docs/explanation/search.md; questions of teachers such as “cách làm giấy của
người Mông”, judged in tests/load/judged.tsv.
"""

from index.analysis.vietnamese import exact, folded

_VIETNAMESE = """
    cho của và về ở các những là gì cách như thế nào trong với được tại từ đến theo trên bằng vào
    khi tôi em xem tìm muốn đâu sao bao nhiêu
"""
_ENGLISH = "the of and in a an to is are on for with by from at about how what which where"
_NAMES_WITHOUT_MARKS = frozenset({"la", "tai", "tu", "bang", "em"})
"""What a little word spells without its marks and may well be a name: `La Ha`, `Tai Dam`."""

_MARKED = frozenset(exact(word) for word in (_VIETNAMESE + _ENGLISH).split())
_BARE = frozenset(folded(word) for word in (_VIETNAMESE + _ENGLISH).split()) - _NAMES_WITHOUT_MARKS


def is_little(spelled: str, bare: str, *, marked: bool) -> bool:
    """Say whether a word may be missing from what is found.

    Source: as the module.

    Args:
        spelled: its exact form.
        bare: its folded form.
        marked: whether the query bears any marks, so that a word without them means itself.
    """
    return spelled in _MARKED if marked else bare in _BARE
