"""Questions about a parsed query."""

import unicodedata
from collections.abc import Sequence

from index.analysis import prepare
from index.analysis.vietnamese import folded, has_marks
from index.syntax import Every, Never, Node, Pattern, Quoted, Run, Similar, Some, Within, Word


def text_of(node: Node) -> str:
    """Give the words of a leaf, nothing of what is not one."""
    match node:
        case Word(text) | Quoted(text) | Pattern(text):
            return text
        case Similar(text):
            return text
        case _:
            return ""


def folded_pattern(text: str) -> str:
    """Fold the letters of a pattern and leave its stars and question marks."""
    bare = folded(prepare(text) + "*").removesuffix("*")
    return "".join(char for char in bare if char in "*?" or char.isalnum() or _is_mark(char))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def bears_marks(node: Node) -> bool:
    """Say whether any word of a query is spelled with marks."""
    match node:
        case Run(nodes) | Every(nodes) | Some(nodes):
            return any(bears_marks(each) for each in nodes)
        case Within(_, inner) | Never(inner):
            return bears_marks(inner)
        case Word(text) | Quoted(text):
            return has_marks(prepare(text))
        case _:
            return False


def plain_words_joined(nodes: Sequence[Node]) -> list[Node]:
    """Take plain words out of parentheses that hold nothing else: `Xòe (1960)` is plain text."""
    joined: list[Node] = []
    for node in nodes:
        inner = node.nodes if isinstance(node, Run) else ()
        plain = bool(inner) and all(isinstance(each, Word) for each in inner)
        joined += inner if plain else [node]
    return joined


def is_plain(node: Node) -> bool:
    """Say whether a query is nothing but words side by side."""
    return isinstance(node, Run) and all(isinstance(n, Word) for n in node.nodes)
