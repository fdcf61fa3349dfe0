"""What is known of a contact: what looks at it have shown, with which dossiers it was compared, what others believe."""

from typing import NamedTuple, final

type Episode = tuple[int, int]
"""The observer's stable id and the number of its contact."""

type Chances = tuple[float, ...]
"""Of k = 0, harmless, and of each offence from 1; they add up to 1 where they are not a likelihood."""


@final
class Look(NamedTuple):
    """What one look of a kind (`belief.KINDS`) from a ring in a state of the surroundings at a time [h] has shown.

    `word`: bit s is set when sign s was seen. Of kind motion, `ring` is the set of measured signs that were measured,
    bit by bit from the first of them; 0 for all.
    """

    time: float
    kind: int
    ring: int
    state: int
    word: int


@final
class Comparison(NamedTuple):
    """Whether a look at a contact, at a time [h], has fitted what a dossier describes.

    `kind`, `ring`, `state`: of the look.
    """

    time: float
    kind: int
    ring: int
    state: int
    dossier: int
    fits: bool


@final
class Assessment(NamedTuple):
    """What somebody believes at a time [h], without its looks: the chances, and the episodes that they rest on."""

    chances: Chances
    rests_on: frozenset[Episode]
    time: float = 0.0


@final
class Evidence(NamedTuple):
    """What is known of one contact: looks, what others believe of it, and the episodes whose looks are among these.

    `compared`: with which dossiers.
    """

    looks: frozenset[Look] = frozenset()
    assessed: frozenset[Assessment] = frozenset()
    held: frozenset[Episode] = frozenset()
    compared: frozenset[Comparison] = frozenset()

    def learned(self, shown: "Evidence") -> "Evidence":
        """With what one more observation shows. Where one of the two says all that there is, it is that one itself.

        Observations tell all that looks at a contact have shown until then: holders that have heard of the same one
        have the same sets, so that what follows from them is found without going through them.
        """
        looks, assessed, held, compared = self
        its_looks, its_assessed, its_held, its_compared = shown
        if looks >= its_looks and assessed >= its_assessed and held >= its_held and compared >= its_compared:
            return self
        if looks <= its_looks and assessed <= its_assessed and held <= its_held and compared <= its_compared:
            return shown
        return Evidence(looks | its_looks, assessed | its_assessed, held | its_held, compared | its_compared)

    def joined(self, other: "Evidence") -> "Evidence":
        """Both, each piece once."""
        return self.learned(other) if other else self

    def __bool__(self) -> bool:
        return bool(self.looks or self.assessed)


NOTHING = Evidence()
