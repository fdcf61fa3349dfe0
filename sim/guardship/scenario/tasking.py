"""How a coalition's units are tasked: by whom, on whose word, and what nations ask of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import BeforeValidator, Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.groups import Area
from guardship.scenario.quantities import Durations
from guardship.scenario.units import Duration, Probability

CLAIMS_LAST = 2.0  # h, assumed


@final
class Requests(Model):
    """A nation asks another for one of its units."""

    delay: Annotated[Durations, Field(description="From the request to the unit's order")] = AT_ONCE
    refuses: Annotated[
        Mapping[Name, Probability], Field(description="Chance by nation that it does not give its unit")
    ] = {}


def _moded(value: Any) -> Any:
    return {"mode": value} if isinstance(value, str) else value


type Modes = Literal["national", "deconflicted", "coordinated", "unified"]


@final
class Tasking(Model):
    """National: each its own ships on its own picture. Deconflicted: each in its sector. Coordinated: the best-placed
    unit of any nation, on request. Unified: one command sends all units.
    """

    newer: ClassVar[frozenset[str]] = frozenset({"claims_last"})

    mode: Modes
    command: Annotated[
        Name | None, Field(description="Unified: the nation or centre that commands; the first nation if not given")
    ] = None
    partners: Annotated[
        Many[Name] | None, Field(description="Coordinated: nations that ask each other; none given: all")
    ] = None
    sectors: Annotated[Mapping[Name, Area], Field(description="Deconflicted: each nation's area")] = {}
    cues: Annotated[bool, Field(description="Whether units are sent, and spared, on what other nations report")] = True
    claims: Annotated[
        bool | None,
        Field(description="Whether nations tell each other who goes, and heed it; none given: not when national"),
    ] = None
    claims_last: Annotated[
        Duration, Field(description="How long after the expected arrival a partner's word that a unit goes holds")
    ] = CLAIMS_LAST
    hand_over: Annotated[
        Duration,
        Field(description="From a relief's own contact until the unit that has kept it for the relief may go"),
    ] = 0.0
    requests: Annotated[Requests, Field(default_factory=Requests)]

    @property
    def heeds_claims(self) -> bool:
        """Whether nations tell each other who goes."""
        return self.mode in ("deconflicted", "coordinated") if self.claims is None else self.claims

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, mode in (("command", "unified"), ("partners", "coordinated"), ("sectors", "deconflicted")):
            if getattr(self, name) and self.mode != mode:
                raise ValueError(f"`{name}` is for {mode} tasking, not {self.mode}")
        if self.requests != Requests() and self.mode != "coordinated":
            raise ValueError(f"`requests` is for coordinated tasking, not {self.mode}")
        if self.partners is not None and len(self.partners) < 2:
            raise ValueError(f"came {len(self.partners)} of `partners`, wanted two nations or more")
        for name in self.requests.refuses:
            if self.partners is not None and name not in self.partners:
                raise ValueError(f"`requests.refuses` has {name}, which nobody asks: it is not one of `partners`")
        if self.mode == "deconflicted" and not self.sectors:
            raise ValueError("deconflicted tasking needs `sectors`")
        return self


type TaskingField = Annotated[Tasking, BeforeValidator(_moded, json_schema_input_type=Modes | Tasking)]
