"""The query language: words, phrases, AND OR NOT, fields, ranges, wildcards and `~`.

Plain text is always a query. A mistake in the language raises `SearchSyntaxError` with its
place; what could be either is read as plain text. Operators are read only in capitals, and
not where the whole query is in capitals.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from index.analysis import prepare, tokens
from index.analysis.vietnamese import without_marks
from index.errors import SearchSyntaxError, SearchTooLargeError

MOST_CHARACTERS = 4_000
MOST_WORDS = 128
MOST_PATTERNS = 8
MOST_STARS = 6
DEEPEST = 20

FIELDS = {
    "title": "title tiêu-đề nhan-đề tựa",
    "name": "name tên person agent người nghệ-nhân",
    "text": "text description nội-dung mô-tả",
    "identifier": "id identifier code mã số-hiệu",
    "year": "year năm",
    "type": "type",
    "element": "element dance điệu di-sản",
    "people": "people ethnic dân-tộc",
    "place": "place nơi địa-danh",
    "kind": "kind loại",
    "decade": "decade thập-niên",
    "instrument": "instrument nhạc-cụ",
    "rights": "rights quyền",
    "collection": "collection bộ-sưu-tập",
    "language": "language lang tiếng ngôn-ngữ",
    "script": "script chữ",
    "access": "access truy-cập",
    "subject": "subject môn",
    "grade": "grade lớp",
}
"""Field → the prefixes that name it, with or without marks and capitals, hyphens or spaces."""

OPERATORS = {"AND": "AND", "VÀ": "AND", "OR": "OR", "HOẶC": "OR", "NOT": "NOT", "KHÔNG": "NOT"}
_LEXEME = re.compile(
    r"(?P<space>[\s\x00-\x1f\x7f]+)"
    r"|(?P<open>\()|(?P<close>\))"
    r'|(?P<quote>"[^"]*"|“[^”"]*[”"])|(?P<unclosed>["“])'
    r"|(?P<minus>-(?=[\w\"“(]))"
    r"|(?P<field>[^\W\d][\w-]*:(?=[^\s:/)]))"
    r"|(?P<range>\[[^\]\s]+\s+TO\s+[^\]\s]+\])"
    r'|(?P<word>[^\s\x00-\x1f\x7f"“()]+)'
)
# A prefix of several words as it is spoken: `tiêu đề:`, `bộ sưu tập:`.
_SPACED_FIELD = re.compile(r"[^\W\d]\w*(?: [^\W\d]\w*){1,2}:(?=[^\s:/)])")
_SPAN = re.compile(r"^(?:(-?\d{1,4}|\*)?\.\.(-?\d{1,4}|\*)?|([<>]=?)(-?\d{1,4})|(-?\d{1,4}))$")
_BRACKETS = re.compile(r"^\[(-?\d{1,4}|\*)\s+TO\s+(-?\d{1,4}|\*)\]$")
_FUZZY = re.compile(r"^([^~*]{2,})~([12])?$")


@dataclass(frozen=True, slots=True)
class Word:
    """Hold plain text between spaces."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """Hold words that must stand side by side."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hold a word with `*` or `?` in it."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Similar:
    """Hold a word that may be misspelled by so many letters."""

    text: str
    distance: int
    position: int


@dataclass(frozen=True, slots=True)
class Years:
    """Hold a span of years; None is open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Within:
    """Hold what must be found in one field."""

    field: str
    node: "Node"


@dataclass(frozen=True, slots=True)
class Every:
    """Hold `AND`: all must match."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Hold `OR`: one must match."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Never:
    """Hold `NOT`."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Run:
    """Hold what stands side by side without an operator."""

    nodes: tuple["Node", ...]


Node: TypeAlias = Word | Quoted | Pattern | Similar | Years | Within | Every | Some | Never | Run


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    position: int


def parse(text: str) -> Run | Every | Some | None:
    """Read a query; None where it asks for nothing in particular.

    Raises:
        SearchSyntaxError: a quote, a parenthesis, an operator or a range is amiss.
        SearchTooLargeError: more than a person would type.
    """
    if len(text) > MOST_CHARACTERS:
        raise SearchTooLargeError("characters", len(text), MOST_CHARACTERS)
    lexemes = _lexemes(text)
    _refuse_too_many(lexemes)
    return _Parser(lexemes, len(text)).whole()


def field_named(prefix: str) -> str | None:
    """Give the field that a prefix names in Vietnamese or English."""
    return _PREFIXES.get(_plain(prefix))


def _plain(prefix: str) -> str:
    return re.sub("[-_ ]", "", without_marks(prefix))


_PREFIXES = {_plain(name): field for field, names in FIELDS.items() for name in names.split()}


def _lexemes(text: str) -> list[_Lexeme]:
    found: list[_Lexeme] = []
    shouting = _is_shouted(text)
    at = 0
    while at < len(text):
        match = _spaced_field(text, at) or _LEXEME.match(text, at)
        if match is None:
            at += 1
            continue
        kind, end = match.lastgroup or "field", match.end()
        if kind == "field" and field_named(match.group()[:-1]) is None:
            kind, end = "word", _end_of_word(text, at)
        if kind not in {"space", "range"} or _follows_field(found):
            found.append(_lexeme(kind, text[at:end], at, shouting=shouting))
        elif kind == "range":
            found.append(_Lexeme("word", text[at:end], at))
        at = end
    return [lexeme for lexeme in found if lexeme.kind != "space"]


def _spaced_field(text: str, at: int) -> re.Match[str] | None:
    match = _SPACED_FIELD.match(text, at)
    return match if match and field_named(match.group()[:-1]) else None


def _is_shouted(text: str) -> bool:
    """Say whether all is in capitals, but for the operators; Tai Viet has none."""
    words = " ".join(word for word in text.split() if word not in OPERATORS)
    return not words or words == words.upper() != words.lower()


def _end_of_word(text: str, at: int) -> int:
    match = re.compile(r'[^\s\x00-\x1f\x7f"“()]+').match(text, at)
    return match.end() if match else at + 1


def _follows_field(found: list[_Lexeme]) -> bool:
    return bool(found) and found[-1].kind == "field"


def _lexeme(kind: str, text: str, at: int, *, shouting: bool) -> _Lexeme:
    if kind == "unclosed":
        raise SearchSyntaxError("unclosed-quote", at, text)
    if kind == "word" and text in OPERATORS and not shouting:
        return _Lexeme(OPERATORS[text], text, at)
    return _Lexeme(kind, text, at)


def _refuse_too_many(lexemes: list[_Lexeme]) -> None:
    words = sum(1 for lexeme in lexemes if lexeme.kind == "word")
    words += sum(len(lexeme.text.split()) for lexeme in lexemes if lexeme.kind == "quote")
    words = max(words, _words_in(lexemes))
    if words > MOST_WORDS:
        raise SearchTooLargeError("words", words, MOST_WORDS)
    patterns = [lexeme.text for lexeme in lexemes if re.search(r"[*~]|\?\w", lexeme.text)]
    if len(patterns) > MOST_PATTERNS:
        raise SearchTooLargeError("patterns", len(patterns), MOST_PATTERNS)
    stars = max((len(re.findall(r"\*+", pattern)) for pattern in patterns), default=0)
    if stars > MOST_STARS:
        raise SearchTooLargeError("stars", stars, MOST_STARS)


def _words_in(lexemes: list[_Lexeme]) -> int:
    """Count the words that are looked for: `a/b/c` is three, Tai Viet has no spaces at all."""
    text = " ".join(lexeme.text for lexeme in lexemes if lexeme.kind in {"word", "quote"})
    return len(tokens(prepare(text))) if len(text) > MOST_WORDS else 0


class _Parser:
    """Read lexemes by recursive descent: OR binds least, then AND, then standing together."""

    def __init__(self, lexemes: list[_Lexeme], end: int) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._end = end
        self._depth = 0

    def whole(self) -> Run | Every | Some | None:
        if not self._lexemes:
            return None
        node = self._some()
        if self._at < len(self._lexemes):
            stray = self._lexemes[self._at]
            raise SearchSyntaxError("unopened-parenthesis", stray.position, stray.text)
        return node

    def _peek(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else ""

    def _take(self) -> _Lexeme:
        self._at += 1
        return self._lexemes[self._at - 1]

    def _some(self) -> Run | Every | Some:
        nodes = [self._every()]
        while self._peek() == "OR":
            self._take()
            nodes.append(self._every())
        return nodes[0] if len(nodes) == 1 else Some(tuple(nodes))

    def _every(self) -> Run | Every:
        nodes = [self._run()]
        while self._peek() == "AND":
            self._take()
            nodes.append(self._run())
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _run(self) -> Run:
        nodes: list[Node] = []
        while self._peek() not in {"", "OR", "AND", "close"}:
            nodes.append(self._single())
        if not nodes:
            self._refuse_missing()
        return Run(tuple(nodes))

    def _refuse_missing(self) -> None:
        before = self._lexemes[self._at - 1] if self._at else None
        if before and before.kind in {"AND", "OR", "open"}:
            raise SearchSyntaxError("nothing-after", before.position, before.text)
        here = self._lexemes[self._at]
        raise SearchSyntaxError("nothing-before", here.position, here.text)

    def _single(self) -> Node:
        lexeme = self._take()
        if lexeme.kind in {"NOT", "minus"}:
            return Never(self._after(lexeme))
        if lexeme.kind == "open":
            return self._group(lexeme)
        if lexeme.kind == "field":
            return self._within(lexeme)
        if lexeme.kind == "quote":
            return Quoted(lexeme.text[1:-1], lexeme.position)
        return _word(lexeme)

    def _after(self, lexeme: _Lexeme) -> Node:
        if self._peek() in {"", "AND", "OR", "close"}:
            raise SearchSyntaxError("nothing-after", lexeme.position, lexeme.text)
        self._deeper()
        node = self._single()
        self._depth -= 1
        return node

    def _deeper(self) -> None:
        """Go one level down; parentheses, `NOT` and fields all hold what stands behind them."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise SearchTooLargeError("levels", self._depth, DEEPEST)

    def _group(self, opened: _Lexeme) -> Node:
        self._deeper()
        if self._peek() == "":
            raise SearchSyntaxError("unclosed-parenthesis", opened.position, opened.text)
        node = self._some()
        if self._peek() != "close":
            raise SearchSyntaxError("unclosed-parenthesis", opened.position, opened.text)
        self._take()
        self._depth -= 1
        return node

    def _within(self, lexeme: _Lexeme) -> Node:
        field = field_named(lexeme.text[:-1]) or "text"
        if field != "year":
            return Within(field, self._after(lexeme))
        return _years(self._take()) if self._peek() else self._after(lexeme)


def _word(lexeme: _Lexeme) -> Node:
    text = lexeme.text
    fuzzy = _FUZZY.match(text)
    if fuzzy:
        return Similar(fuzzy[1], int(fuzzy[2] or 1), lexeme.position)
    if "*" in text or re.search(r"\?\w", text):
        return Pattern(text, lexeme.position)
    return Word(text, lexeme.position)


def _years(lexeme: _Lexeme) -> Years:
    text = lexeme.text
    brackets = _BRACKETS.match(text)
    if brackets:
        return _ordered(_year(brackets[1]), _year(brackets[2]), lexeme)
    span = _SPAN.match(text)
    if span is None:
        raise SearchSyntaxError("not-a-year", lexeme.position, text)
    if span[5]:
        return Years(int(span[5]), int(span[5]))
    if span[3]:
        return _compared(span[3], int(span[4]))
    return _ordered(_year(span[1]), _year(span[2]), lexeme)


def _year(text: str | None) -> int | None:
    return None if text in {None, "", "*"} else int(text or 0)


def _compared(sign: str, year: int) -> Years:
    if sign.startswith(">"):
        return Years(year + (sign == ">"), None)
    return Years(None, year - (sign == "<"))


def _ordered(low: int | None, high: int | None, lexeme: _Lexeme) -> Years:
    if low is not None and high is not None and low > high:
        raise SearchSyntaxError("range-backwards", lexeme.position, lexeme.text)
    return Years(low, high)
