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
    fields = (name for name in type(content).model_fields if name not in without)
    meant = {name: canonical(getattr(content, name)) for name in fields}
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
            known = type(value).model_fields
            given = {name: getattr(value, name) for name in known}
            newer = value.newer if isinstance(value, Model) else frozenset[str]()
            usual = {name for name in newer if given[name] == known[name].default}
            return {name: canonical(one) for name, one in given.items() if name not in usual}
        case Mapping():
            return {str(key): canonical(child) for key, child in value.items()}
        case list() | tuple():
            return [canonical(child) for child in value]
    if dataclasses.is_dataclass(value):
        fields = {field.name: canonical(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {type(value).__name__: fields}
    raise TypeError(f"{type(value).__name__} has no canonical form")
