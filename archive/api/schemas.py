"""What the API answers, as pydantic models: the OpenAPI document is made from them."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """An answer; what is not known is left out, but for those that say so."""

    model_config = ConfigDict(extra="forbid")
    keeps_nulls: ClassVar[bool] = False


class Problem(Answer):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    problems: dict[str, list[str]] | None = None


class RecordAnswer(Answer):
    """A record as the viewer may see it; `record` follows the published record schema."""

    id: str
    type: str
    title: str
    url: str
    version: int | None = None
    restricted: bool = Field(False, description="only the title may be known to you")
    record: dict[str, Any] = Field({}, description="see /api/v1/record.schema.json")
    files: list[FileAnswer] = []


class FileAnswer(Answer):
    """A file and what can be fetched of it."""

    id: str
    item: str
    name: str
    kind: str
    media_type: str
    size_bytes: int
    sha256: str
    width_px: int | None = None
    height_px: int | None = None
    duration_s: float | None = None
    pages: int | None = None
    original: str | None = Field(None, description="left out where you may not take it")
    renditions: list[RenditionAnswer] = []


class RenditionAnswer(Answer):
    """A derivative of a file."""

    name: str
    url: str
    media_type: str
    size_bytes: int
    width_px: int | None = None
    height_px: int | None = None
    duration_s: float | None = None


class RecordsAnswer(Answer):
    """One page of records, in the order of their ids."""

    records: list[RecordAnswer]
    next: str | None = Field(None, description="the address of the next page")


class HitAnswer(Answer):
    """One thing that was found."""

    id: str
    type: str
    title: str
    url: str
    score: float
    start_s: float | None = Field(None, description="where the matching passage begins")
    restricted: bool = False


class HitsAnswer(Answer):
    """What was found: how many in all, and the page asked for."""

    total: int
    hits: list[HitAnswer]


class ConceptAnswer(Answer):
    """A concept that the query names."""

    id: str
    type: str
    label: str


class CountAnswer(Answer):
    """A value of a facet and how many results bear it."""

    value: str
    label: str
    count: int


class SearchAnswer(Answer):
    """The answer of a search; `state` is `degraded` while a damaged index is being repaired."""

    keeps_nulls: ClassVar[bool] = True
    state: str
    hits: HitsAnswer
    concepts: list[ConceptAnswer]
    facets: dict[str, list[CountAnswer]]
    years: list[tuple[int, int]]
    widened: list[dict[str, Any]]
    suggestion: str | None
    links: dict[str, str]


class CompletionAnswer(Answer):
    """One way to finish what is being typed; `title` where `text` is another name of the thing."""

    text: str
    language: str
    type: str
    id: str
    kind: str
    label: str
    title: str | None = None
    url: str


class CompletionsAnswer(Answer):
    """Ways to finish what is being typed."""

    completions: list[CompletionAnswer]


RecordAnswer.model_rebuild()
FileAnswer.model_rebuild()
RecordsAnswer.model_rebuild()
