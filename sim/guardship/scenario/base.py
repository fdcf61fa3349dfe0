"""What the models of the schema have in common."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Strict

NAME = r"^[A-Za-z][A-Za-z0-9_-]{0,63}$"

type Text = Annotated[str, Field(min_length=1, max_length=4000)]
type Name = Annotated[str, Field(pattern=NAME, description="A name: letters, digits, _ and -, a letter first")]
type Many[T] = Annotated[tuple[T, ...], Strict(False)]


class Model(BaseModel):
    """A mapping of the file: frozen, refuses unknown keys, says where its numbers come from."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
    newer: ClassVar[frozenset[str]] = frozenset()
    """Keys that came when there were results already: where they are not given, the hash of a scenario is as before."""

    source: Annotated[Text | None, Field(description="Where the numbers come from, or `assumed`")] = None


def tag(model: str) -> str:
    """The mark of one way to write something; the shape `<...>` keeps it apart from keys of the file."""
    return f"<{model}>"


def by_key(marks: Mapping[str, str], wanted: str, otherwise: str | None = None) -> Discriminator:
    """Chooses the model by the one key among `marks` that a mapping has; `otherwise` is for what is no mapping."""

    def choose(value: Any) -> Hashable:
        if not isinstance(value, Mapping):
            return otherwise
        found = [mark for mark in marks if mark in value]
        return tag(marks[found[0]]) if len(found) == 1 else None

    return Discriminator(choose, "wanted", "wanted {wanted}", {"wanted": wanted})
