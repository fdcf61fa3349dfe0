"""Faults found by pydantic, in the words of somebody who writes scenario files: what came, what was wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pydantic_core import ErrorDetails

from guardship.scenario.problems import Path, came, unknown

_WANTED = {
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "mapping_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
    "named_tuple_type": "a list of two coordinates",
    "string_type": "text",
    "string_too_short": "text that is not empty",
    "string_too_long": "a shorter text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "union_tag_not_found": "a mapping whose key `is` says which kind it is",
}
_BOUNDS = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("of at least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("of at most", "le"),
}


def message(fault: ErrorDetails, known: Collection[str]) -> str:
    """What came and what was wanted. `known` are the keys that the mapping could have, for an unknown key."""
    kind, given, context = fault["type"], fault["input"], fault.get("ctx", {})
    match kind:
        case "missing":
            return "came nothing, wanted a value: the key is missing"
        case "extra_forbidden":
            return unknown("key", fault["loc"][-1], known)
        case "value_error":
            return str(context["error"])
        case "wanted":
            return f"came {came(given)}, wanted {context['wanted']}"
        case "too_short":
            return f"came {came(given)}, wanted at least {context.get('min_length')} entries"
        case "too_long":
            return f"came {came(given)}, wanted at most {context.get('max_length')} entries"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            words, bound = _BOUNDS[kind]
            return f"came {came(given)}, wanted a number {words} {context[bound]}"
        case "literal_error" | "union_tag_invalid":
            return f"came {came(_tag(given))}, wanted {_literal(context)}"
    return f"came {came(given)}, wanted {_WANTED.get(kind, 'something else here')}"


def _tag(given: Any) -> Any:
    return given.get("is") if isinstance(given, dict) else given


def _literal(context: dict[str, Any]) -> str:
    return str(context.get("expected") or context.get("expected_tags")).replace("'", "")


def data_path(location: tuple[str | int, ...], data: Any) -> tuple[Path, bool]:
    """A pydantic location without the parts that are not in the file; whether its last key itself is meant."""
    path: list[str | int] = []
    for index, part in enumerate(location):
        if part == "[key]":
            return tuple(path), True
        if isinstance(data, dict) and str(part) in data:
            path.append(str(part))
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path.append(part)
            data = data[part]
        elif index == len(location) - 1 and isinstance(data, dict) and isinstance(part, str) and part[:1] != "<":
            path.append(part)
    return tuple(path), False


def keys_at(location: tuple[str | int, ...], schema: dict[str, Any]) -> list[str]:
    """The keys that the schema allows in the mapping whose unknown key a location names."""
    nodes = [schema]
    for part in location[:-1]:
        nodes = [step for node in nodes for step in _steps(node, part, schema)]
    return sorted(
        {key for node in nodes for variant in _variants(node, schema) for key in variant.get("properties", {})}
    )


def _steps(node: dict[str, Any], part: str | int, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Where a part of a location leads; a part that is the mark of a variant chooses among variants."""
    variants = list(_variants(node, schema))
    mark = str(part).strip("<>").lower()
    chosen = [one for one in variants if str(one.get("title", "")).lower().split("[")[0] == mark]
    if chosen and str(part) not in {key for one in variants for key in one.get("properties", {})}:
        yield from chosen
        return
    if str(part).startswith("<"):
        yield node
        return
    for one in variants:
        if isinstance(part, str) and part in one.get("properties", {}):
            yield one["properties"][part]
        elif isinstance(part, int):
            items = one.get("prefixItems")
            yield items[part] if items and part < len(items) else one.get("items", {})
        else:
            yield one.get("additionalProperties") or {}


def _variants(node: Any, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The node with references followed and alternatives spread."""
    if not isinstance(node, dict):
        return
    if "$ref" in node:
        target = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        yield from _variants({**target, "title": node.get("title", target.get("title"))}, schema)
        return
    alternatives = node.get("oneOf") or node.get("anyOf")
    if not alternatives:
        yield node
        return
    for one in alternatives:
        yield from _variants(one, schema)
