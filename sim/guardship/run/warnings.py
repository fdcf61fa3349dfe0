"""What a scenario may not be asked: warnings that stand in the summary and the manifest of a run."""

from guardship.scenario import vessels as types
from guardship.scenario.asked import advise, chooses, placed_groups
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import edges

LONGEST = 0.999  # the quantile of a sortie's endurance that counts as the longest


def warnings_of(scenario: Scenario) -> list[str]:
    """All of them, in words: what reading has changed, margins of time that are too short, calls for help that a nation
    cannot hear, boats that may go farther than they see, ships that are placed to find what they do not see, flags that
    nothing has, recognition, advisories, protection, prizes, trust, ways of smugglers and entries of the timeline that
    change nothing."""
    found = [*scenario.notes, *short_of(scenario), *unheard(scenario), *out_of_sight(scenario), *unborne(scenario)]
    found += [*untelling(scenario), *unadvised(scenario), *unseeing(scenario), *unprotected(scenario)]
    found += [*unprized(scenario), *untrusting(scenario), *unmet(scenario)]
    return [*found, *unheeded(scenario), *unfelt(scenario)]


def unheard(scenario: Scenario) -> list[str]:
    """A warning when all units wait for the orders of a centre that nobody tells anything."""
    given = scenario.tasking
    if given is None or given.command is None or given.command not in scenario.centres:
        return []
    told = edges(scenario.sharing, sorted(scenario.nations)) if scenario.sharing is not None else {}
    hears = scenario.centres[given.command].distress_delay is not None or any(to == given.command for _, to in told)
    if hears or any(given.command in tip.to for tip in scenario.tips.values()):
        return []
    return [f"tasking.command: {given.command} hears neither reports nor calls for help: no unit is ever sent"]


def out_of_sight(scenario: Scenario) -> list[str]:
    """Warnings: a boat is never sent so far from its ship as its reach says, since it holds nothing there."""
    boats = {name: kind for name, kind in scenario.types.items() if isinstance(kind, types.Boat)}
    if not boats:
        return []
    from guardship.build.limits import sight

    return [
        f"types.{name}.reach: {kind.reach:g} nm, but its sensors hold nothing farther off than {far:.4g} nm"
        for name, kind in boats.items()
        if (far := sight(scenario, kind)) < kind.reach
    ]


def untelling(scenario: Scenario) -> list[str]:
    """Warnings of recognition: see `run/recognition.py`."""
    if scenario.recognition is None:
        return []
    from guardship.run.recognition import warned

    return list(warned(scenario))


def unseeing(scenario: Scenario) -> list[str]:
    """Warnings: groups that are given stations to find a hull which no sensor of theirs sees."""
    if scenario.stations is None:
        return []
    from guardship.build.limits import sees

    hull, groups = scenario.stations.hull, {name: scenario.groups[name] for name in placed_groups(scenario)}
    return [
        f"stations: {kind} of {name} has no sensor that sees a {hull}, and finds none anywhere"
        for name, group in groups.items()
        for kind, _ in group.mix
        if not sees(scenario, kind, group.nation, hull)
    ]


def unadvised(scenario: Scenario) -> list[str]:
    """Warnings: masters who would heed advisories and are told of none, and a centre whose advisories nobody heeds."""
    heeding = [name for name, kind in scenario.types.items() if getattr(kind, "on_advisory", None) is not None]
    if not advise(scenario):
        return [f"types.{name}.on_advisory: no centre advises" for name in heeding]
    ships = [
        name
        for name, one in scenario.centres.items()
        if one.advises and (one.advises.reaches or one.advises.broadcasts)
    ]
    return [] if heeding else [f"centres.{name}.advises: no type of ship has on_advisory" for name in ships]


def unprotected(scenario: Scenario) -> list[str]:
    """Warnings: protection that no ship ever has, and that would deter pirates who never make it out."""
    had = {name for kind in scenario.types.values() if isinstance(kind, types.Merchant) for name in kind.protection}
    had |= {name for entry in scenario.timeline if entry.shipping is not None for name in entry.shipping.protection}
    unused = [name for name in scenario.protection if name not in had]
    unseen = [name for name, one in scenario.protection.items() if one.odds != 1.0 and one.seen is None]
    blind = [] if chooses(scenario) else [name for name, one in scenario.protection.items() if one.seen is not None]
    return [
        *(f"protection.{name}: no type of ship has it, and no entry of the timeline" for name in unused),
        *(f"protection.{name}.odds: nobody makes it out without `seen`" for name in unseen),
        *(f"protection.{name}.seen: no pirates weigh ships" for name in blind),
    ]


def unprized(scenario: Scenario) -> list[str]:
    """Warnings: what nations do about prizes where there are none, and mother ships that have no anchorage to go to."""
    kept = {name: one.prizes for name, one in scenario.types.items() if isinstance(one, types.Pirate) and one.prizes}
    found = [
        f"nations.{name}.prizes: no type of pirates has `prizes`, so there are none"
        for name, nation in scenario.nations.items()
        if nation.prizes is not None and not kept
    ]
    for name, group in scenario.groups.items():
        uses = [kept[kind].mother_ship for kind, _ in group.mix if kind in kept]
        if group.hunts is not None and not group.hunts.anchorages and any(uses):
            found.append(f"groups.{name}.hunts: no ship is used as a mother ship without `anchorages`")
    return found


def untrusting(scenario: Scenario) -> list[str]:
    """Warnings: give and take among those who tell each other nothing, and leaks that cost nobody's trust."""
    sharing = scenario.sharing
    if sharing is None or sharing.trust is None:
        return []
    told = {receiver for _, receiver in edges(sharing, list(scenario.nations))}
    if not told:
        return ["sharing.trust: nobody has an edge to anybody, so nothing is given or taken"]
    leaks = sharing.trust.leaks
    late = [name for name, leak in leaks.items() if leak.at >= scenario.time.hours]
    apart = [name for name, leak in leaks.items() if leak.by not in told]
    return [
        *(f"sharing.trust.leaks.{name}: it is after the end of the run" for name in late),
        *(f"sharing.trust.leaks.{name}: nobody tells {leaks[name].by} anything" for name in apart),
    ]


def unmet(scenario: Scenario) -> list[str]:
    """Warnings: ways of smugglers that are judged by what never happens to them."""
    betrayed = any(attack.compromise is not None for attack in scenario.cyber.values())
    ways = {name: group.smuggles.routes for name, group in scenario.groups.items() if group.smuggles is not None}
    found = []
    for name, routes in ways.items():
        if routes is None:
            continue
        kinds = [scenario.types[kind] for kind, _ in scenario.groups[name].mix]
        turns = any(k.on_patrol.does.get("turns_back", 0.0) > 0.0 for k in kinds if isinstance(k, types.Smuggler))
        if routes.near > 0.0 and not betrayed:
            found.append(f"groups.{name}.smuggles.routes.near: no attack in `cyber` betrays patrols (`compromise`)")
        if routes.broken_off > 0.0 and not turns:
            found.append(f"groups.{name}.smuggles.routes.broken_off: none of its types turns back (`on_patrol`)")
    return found


def unheeded(scenario: Scenario) -> list[str]:
    """Warnings: patrols whose places are betrayed to enterprises, which go by what they remember."""
    if not any(attack.compromise is not None for attack in scenario.cyber.values()):
        return []
    return [
        f"groups.{name}.hunts.enterprise: patrols that are betrayed (`compromise`) change nothing for it"
        for name, group in scenario.groups.items()
        if group.hunts is not None and group.hunts.enterprise is not None
    ]


def unfelt(scenario: Scenario) -> list[str]:
    """Warnings: changes of ships and enterprises after the end of the run, strikes that destroy nothing, and a doctrine
    of what is destroyed where no enterprise has anything to lose."""
    time, found = scenario.time, list[str]()
    end = time.warm_up + time.measure + time.drain
    for k, entry in enumerate(scenario.timeline):
        own = [kind for kind in ("shipping", "strike", "elsewhere") if getattr(entry, kind) is not None]
        if own and entry.at >= end:
            found.append(f"timeline[{k}].{own[0]}: {entry.at:g} h is not before the end of the run, {end:g} h")
        if entry.strike is not None and entry.strike.gear == entry.strike.mother_ship == 0.0:
            found.append(f"timeline[{k}].strike: destroys nothing without gear or mother_ship")
    if not any(group.hunts is not None and group.hunts.enterprise is not None for group in scenario.groups.values()):
        doctrines = ((name, one.rules) for name, one in scenario.nations.items())
        found += [
            f"nations.{name}.rules.destroys: no group has an enterprise"
            for name, rules in doctrines
            if rules is not None and rules.destroys is not None
        ]
    return found


def unborne(scenario: Scenario) -> list[str]:
    """Warnings: shares of a loss under a flag that nothing has, as of a misspelt one, are borne by nobody."""
    flags = {name for kind in scenario.types.values() for name in getattr(kind, "flag", None) or ()}
    terminals = {name for group in scenario.groups.values() if group.attacks for name in group.attacks.terminals}
    nothing = [name for name in scenario.prices.bears if name not in flags | terminals | set(scenario.nations)]
    return [f"prices.bears.{name}: nothing has this flag, and no terminal this name" for name in nothing]


def short_of(scenario: Scenario) -> list[str]:
    """Warnings: a warm-up or a drain that is shorter than the longest sortie biases what is measured."""
    kinds = (scenario.types[kind] for group in scenario.groups.values() for kind, _ in group.mix)
    makers = (k.endurance for k in kinds if isinstance(k, types.Pirate | types.Smuggler | types.Attacker))
    longest = max((endurance.quantile(LONGEST) for endurance in makers if endurance is not None), default=0.0)
    return [
        f"time.{name}: {hours:g} h is less than the longest sortie, {longest:.4g} h: {why}"
        for name, hours, why in (
            ("warm_up", scenario.time.warm_up, "the window begins before the sea has filled"),
            ("drain", scenario.time.drain, "late voyages are still at sea when the run ends"),
        )
        if hours < longest
    ]
