"""Enterprises of a scenario, made ready: what they reckon with, what a stop takes, and strikes on their bases."""

from datetime import UTC, datetime, timedelta
from math import hypot, inf

from guardship.agents.offenders.enterprise import Enterprise, Item, Purse, Renewal, Steps, Terms
from guardship.agents.offenders.hunting import Camp, Judgement
from guardship.agents.offenders.offender import Quantile
from guardship.agents.offenders.tactics import Tactics
from guardship.build.offender import Draft
from guardship.build.theatre import Theatre
from guardship.core.draws import named
from guardship.scenario import enterprise as models
from guardship.scenario.environment import Months
from guardship.scenario.groups import Hunt
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import Pirate
from guardship.sea.areas import Area
from guardship.sea.seasons import MONTHS
from guardship.world.forfeits import Chances, Toll, Tolls
from guardship.world.helm import Bridge
from guardship.world.model import World

HUNDRED = 100.0  # nm, the unit of what the way to a ground costs
DAY = 24.0  # h, income is given a day


def enterprise(draft: Draft, bridge: Bridge, how: Tactics, camp: Camp) -> Enterprise | None:
    """Who sends a group out; None where it decides by itself. Its things lie at one of its bases, at first by lot."""
    given = _given(draft)
    if given is None:
        return None
    home = how.bases[int(bridge.draw("base", 0) * len(how.bases))]
    return Enterprise(draft.name, bridge, how.grounds, terms(draft, given, how), camp, home)


def _given(draft: Draft) -> models.Enterprise | None:
    return draft.motion.enterprise if isinstance(draft.motion, Hunt) else None


def terms(draft: Draft, given: models.Enterprise, how: Tactics) -> Terms:
    """What an enterprise reckons with."""
    judgement = Judgement(
        reward=given.reward,
        risk=given.risk,
        rationality=given.rationality,
        memory=inf if given.memory is None else given.memory,
        trust=given.trust,
        talk=given.talk,
    )
    equips = {Item.GEAR: given.equips.gear, Item.MOTHER_SHIP: given.equips.mother_ship}
    purse = given.purse
    return Terms(
        judgement,
        given.costs.voyage,
        {ground.name: given.costs.per_100_nm * _way(draft, how, ground.name) / HUNDRED for ground in how.grounds},
        monthly(draft.theatre, given.costs.season),
        elsewhere(draft, given),
        given.released,
        {item: Renewal(one.takes.quantile, one.costs) for item, one in equips.items() if one is not None},
        None if purse is None else Purse(purse.holds, purse.income / DAY, _paid_after(draft, purse)),
    )


def _paid_after(draft: Draft, purse: models.Purse) -> Quantile | None:
    """How long after a prize its ransom is paid; None where that is a matter of the prize."""
    stays = isinstance(draft.kind, Pirate) and draft.kind.prizes is not None
    return None if stays else purse.paid_after.quantile


def _way(draft: Draft, how: Tactics, ground: str) -> float:
    """From the nearest base, or on average over bases, to the middle of a ground [nm], as the crow flies."""
    middle = Area(ground, draft.theatre.ring(ground)).polygon.centroid
    x, y = middle.x, middle.y
    ways = [hypot(x - a, y - b) for a, b in how.bases]
    return min(ways) if how.nearest_base else sum(ways) / len(ways)


def monthly(theatre: Theatre, given: float | Months[float]) -> Steps:
    """A value, or one for each month (local time), over a run."""
    if not isinstance(given, Months):
        return Steps((0.0,), (given,))
    start = theatre.scenario.time.start + timedelta(hours=theatre.zone)
    since, values, when = [0.0], [getattr(given, MONTHS[start.month - 1])], start
    while True:
        when = datetime(when.year + when.month // 12, when.month % 12 + 1, 1, tzinfo=UTC)
        hours = (when - start).total_seconds() / 3600.0
        if hours >= theatre.hours:
            return Steps(tuple(since), tuple(values))
        since.append(hours)
        values.append(getattr(given, MONTHS[when.month - 1]))


def elsewhere(draft: Draft, given: models.Enterprise) -> Steps | None:
    """What a voyage outside the model is worth over a run: by month, until the timeline says otherwise."""
    if given.elsewhere is None:
        return None
    steps = monthly(draft.theatre, given.elsewhere)
    for entry in sorted(draft.scenario.timeline, key=lambda one: one.at):
        if entry.elsewhere is not None and draft.members.name in entry.elsewhere.groups:
            before = [(t, value) for t, value in zip(steps.since, steps.values, strict=True) if t < entry.at]
            since, values = zip(*before, (entry.at, entry.elsewhere.worth), strict=True)
            steps = Steps(since, values)
    return steps


# ---- what is lost -------------------------------------------------------------------------------


def _chances(taken: models.Taken | models.Raid) -> Chances:
    return {Item.GEAR: taken.gear, Item.MOTHER_SHIP: taken.mother_ship}


def tolls(scenario: Scenario, drafts: dict[int, Draft]) -> Tolls | None:
    """What stops take, by row of the leading vessel and by holder; None without enterprises."""
    given = {row: _given(draft) for row, draft in drafts.items()}
    by = {
        row: Toll(_chances(one.loses.detained), _chances(one.loses.released))
        for row, one in given.items()
        if one is not None
    }
    if not by:
        return None
    doctrine = {}
    for k, name in enumerate(sorted(scenario.nations)):
        rules = scenario.nations[name].rules
        if rules is not None and rules.destroys is not None:
            doctrine[k] = _chances(rules.destroys)
    return Tolls(by, doctrine)


def strikes(world: World, scenario: Scenario, theatre: Theatre) -> None:
    """The timers of strikes on bases."""
    for entry in scenario.timeline:
        if entry.strike is not None and entry.at < theatre.hours and world.forfeits is not None:
            base, lot = theatre.point(entry.strike.base), named(f"{entry.strike.base} {entry.at!r}")
            world.after(entry.at, world.forfeits.strike, base, _chances(entry.strike), lot)
