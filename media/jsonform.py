# ruff: noqa: ANN401 - JSON and type hints are of any type; that is what this module is for.
"""Turn frozen dataclasses into plain JSON values and back, by their type hints.

Source: values cross the border of a process (media/sandbox.py) and of a table as JSON.
"""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_json(value: Any) -> Any:
    """Return `value` as dicts, lists and scalars only."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_json(item) for item in value]
    return value.value if isinstance(value, Enum) else value


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def from_json(kind: Any, data: Any) -> Any:
    """Return the value of type `kind` that `to_json` wrote as `data`.

    Unknown keys are ignored and missing ones take their default, so that a value stored by an
    older version can still be read.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else from_json(_only_member(kind), data)
    if origin is tuple:
        return _tuple(get_args(kind), data)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, data)
    if origin in (Mapping, dict):
        return {key: from_json(get_args(kind)[1], item) for key, item in data.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return float(data) if kind is float else data


def _only_member(kind: Any) -> Any:
    members = [arg for arg in get_args(kind) if arg is not type(None)]
    return members[0] if len(members) == 1 else Any


def _tuple(args: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(from_json(args[0], item) for item in data)
    return tuple(from_json(arg, item) for arg, item in zip(args, data, strict=True))


def _dataclass(kind: type, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{key: from_json(hints[key], data[key]) for key in hints if key in data})
