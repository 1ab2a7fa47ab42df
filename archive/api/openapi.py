"""The OpenAPI 3.1 document, made from the models that the API answers with."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from archive import __version__
from archive.api import cursors, schemas
from archive.api.schemas import Answer
from archive.discover.forms import TYPES

_REF = "#/components/schemas/{model}"
_TEXT = {"type": "string"}
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "A token of My account. It also opens the addresses under /files/ that answers name."
        " One that is unknown or has run out is answered 401, never as a visitor."
    ),
}
_NOUNS = "items elements people places events communities collections terms".split()  # noqa: SIM905


def document(base_url: str) -> dict[str, Any]:
    """Return the description of the API at an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kho Xòe",
            "version": __version__,
            "description": "Read and search the digital archive of Son La's living heritage.",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": _TOKEN},
        },
        "security": [{}, {"token": []}],
    }


def _schemas() -> dict[str, Any]:
    models = [
        model
        for model in vars(schemas).values()
        if isinstance(model, type) and issubclass(model, Answer) and model is not Answer
    ]
    both = [(model, "serialization") for model in models]
    _, found = models_json_schema(both, ref_template=_REF)  # type: ignore[arg-type]
    definitions: dict[str, Any] = found["$defs"]
    return definitions


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for noun in _NOUNS:
        paths[f"/{noun}"] = _get(
            f"List {noun}",
            "RecordsAnswer",
            [_query("cursor", _TEXT), _query("limit", _number(1, 200))],
        )
        paths[f"/{noun}/{{key}}"] = _get(f"One of {noun}", "RecordAnswer", [_path("key")])
    paths["/files/{file_id}"] = _get("One file", "FileAnswer", [_path("file_id")])
    paths["/search"] = _get("Search", "SearchAnswer", _search_parameters())
    paths["/complete"] = _get(
        "Complete what is being typed",
        "CompletionsAnswer",
        [_query("q", _TEXT), _query("limit", _number(1, 20))],
    )
    return paths


def _get(summary: str, model: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    problem = {
        "description": "A problem, after RFC 9457",
        "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}},
    }
    ok = {
        "description": "The answer",
        "headers": {"ETag": {"schema": _TEXT}},
        "content": {"application/json": {"schema": {"$ref": _REF.format(model=model)}}},
    }
    refused = {**problem, "description": "The token is unknown, or has run out"}
    unchanged = {"description": "Not changed"}
    answers = {"200": ok, "304": unchanged, "401": refused, "default": problem}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _search_parameters() -> list[dict[str, Any]]:
    years = [_query(name, _number(-5000, 3000)) for name in ("from", "to")]
    facets = [
        _query(name, {"type": "array", "items": _TEXT})
        for name in ("element", "people", "place", "kind", "decade", "instrument", "rights")
    ]
    reading = [_query("cursor", _TEXT), _query("limit", _number(1, cursors.PIECE))]
    kinds = [_query("type", {"type": "string", "enum": list(TYPES)})]
    words = [_query("q", _TEXT), _query("page", _number(1, 10000))]
    return [*words, *reading, *kinds, *years, *facets]


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _TEXT}


def _number(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}
