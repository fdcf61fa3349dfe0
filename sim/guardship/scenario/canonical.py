"""The hash of a scenario: sha256 over one canonical JSON text of its validated content.

Keys are sorted and numbers are those of the inner units, so key order, comments, formatting, the way of
writing a number and the split over files do not change it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Collection, Mapping
from datetime import datetime

from pydantic import BaseModel

from guardship.scenario.base import Model


def digest(content: BaseModel, without: Collection[str] = ()) -> str:
    """sha256 of the canonical JSON, as 64 hexadecimal digits; `without`: fields that do not count."""
    meant = _fields(content, without)
    text = json.dumps(meant, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def canonical(value: object) -> object:
    """Models, distributions and mappings as plain JSON data."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return ("unlimited" if value > 0 else "-unlimited") if math.isinf(value) else value + 0.0
        case datetime():
            return value.isoformat()
        case BaseModel():
            return _fields(value)
        case Mapping():
            return {str(key): canonical(child) for key, child in value.items()}
        case list() | tuple():
            return [canonical(child) for child in value]
    if dataclasses.is_dataclass(value):
        fields = {field.name: canonical(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {type(value).__name__: fields}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _fields(model: BaseModel, without: Collection[str] = ()) -> dict[str, object]:
    """What a model says, without some fields and without newer ones that are as usual."""
    known = type(model).model_fields
    given = {name: getattr(model, name) for name in known if name not in without}
    newer = model.newer if isinstance(model, Model) else frozenset[str]()
    usual = {name for name in newer if name in given and given[name] == known[name].default}
    return {name: canonical(one) for name, one in given.items() if name not in usual}
