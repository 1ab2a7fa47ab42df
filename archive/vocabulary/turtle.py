"""Turtle from strangers, read into a graph within limits.

Only Turtle is read: RDF/XML and JSON-LD can name entities and contexts to be fetched or multiplied.
Datatypes are dropped while reading, because rdflib would parse an `XMLLiteral` as XML.

Source: https://www.w3.org/TR/turtle/
"""

from __future__ import annotations

import re

from rdflib import Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.term import Node

from archive.vocabulary.errors import SkosSyntaxError

LIMIT_BYTES = 5 * 1024 * 1024
LIMIT_STATEMENTS = 200_000
LIMIT_STRING = 100_000
_DEEPEST = 40
_BASE = "urn:kho:vocabulary:"
_OTHER_SYNTAX = re.compile(r"\s*(<\?xml|<!|<rdf:|<html|\{|\[\s*\{)", re.IGNORECASE)
# Strings, addresses and remarks, whose brackets do not count. The closing quote is optional, so
# that a text full of opening ones is read once and not once from each.
_SKIPPED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:""")?|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*(?:\'\'\')?'
    r'|"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?|<[^<>\s]*>|#[^\n]*',
    re.DOTALL,
)
# What rdflib lets through when it stumbles over a text that is no Turtle.
_STUMBLES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_graph(text: str | bytes) -> Graph:
    """Return the graph of a Turtle text.

    Raises:
        SkosSyntaxError: It is too long, another syntax, or broken Turtle (with the line).
    """
    written = _decoded(text)
    if found := _OTHER_SYNTAX.match(written):
        raise SkosSyntaxError("not-turtle", _line_at(written, found.start(1)))
    _refuse_unreasonable(written)
    graph = Graph(bind_namespaces="none")
    parser = SinkParser(_Sink(graph), baseURI=_BASE, turtle=True)
    try:
        parser.loadBuf(written)
    except BadSyntax as error:
        raise SkosSyntaxError("syntax", error.lines + 1) from None
    except _STUMBLES:
        raise SkosSyntaxError("syntax", parser.lines + 1) from None
    return graph


def _decoded(text: str | bytes) -> str:
    if len(text) > LIMIT_BYTES:
        raise SkosSyntaxError("too-long")
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SkosSyntaxError("not-utf-8", text.count(b"\n", 0, error.start) + 1) from None


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_unreasonable(text: str) -> None:
    """Refuse overlong strings, and brackets that nest deep: the parser recurses into each."""
    depth = 0
    for found in re.finditer(r"[\[\]()]", _SKIPPED.sub(_blank, text)):
        depth += 1 if found.group() in "[(" else -1
        if depth > _DEEPEST:
            raise SkosSyntaxError("too-deep", _line_at(text, found.start()))


def _blank(found: re.Match[str]) -> str:
    """Return blanks for a string, address or remark; rdflib takes quadratic time over long ones."""
    if found.end() - found.start() > LIMIT_STRING and not found.group().startswith("#"):
        raise SkosSyntaxError("too-long", _line_at(found.string, found.start()))
    return re.sub(r"[^\n]", " ", found.group())


class _Sink(RDFSink):
    """Collect statements up to the limit, with literals as plain text."""

    def newLiteral(  # noqa: N802 - the parser calls it so
        self,
        s: str,
        dt: URIRef | None,  # noqa: ARG002 - dropped on purpose
        lang: str | None,
    ) -> Literal:
        """Return a literal without its datatype."""
        return Literal(s, lang=lang)

    def makeStatement(  # noqa: N802 - the parser calls it so
        self, quadruple: tuple[object, Node, Node, Node], why: object = None
    ) -> None:
        """Add a statement to the graph."""
        if len(self.graph) >= LIMIT_STATEMENTS:
            raise SkosSyntaxError("too-long")
        super().makeStatement(quadruple, why)  # type: ignore[arg-type]
