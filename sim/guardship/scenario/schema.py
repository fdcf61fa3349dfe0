"""Schema 1 of scenario files: the frozen `Scenario` and, through it, everything below.

All values are in inner units: nautical miles, hours, knots, radians; positions in a theatre with bounds stay [lon, lat]
in degrees, those in a box are nm from the lower left corner. `D` marks a `distributions.Distribution` (`quantile(u)`,
`quantiles(u)`, `support`); `?` marks what may be None; mappings have names as keys. Every model has `source: str?`.
What validates has no dangling name, exactly one of count and per_day, exactly one motion, positions of the theatre's
kind. Where the key of the file is a Python word, the attribute has another name, shown as `attribute (key)`.

Scenario    guardship, name, title, question?, theatre, time, environment, geometry, lanes, hulls, sensors, types,
            groups, field, nations, prices, ties, programmes, centres, pictures, sharing?, tasking?, drills,
            interoperability?, pacts, recognition?, stations?, timeline; .hash
world       BoundsTheatre(bounds: Bounds(west, south, east, north) degrees, coast: "shipped" | "none"
            | OwnCoast(land: well-known text), passages?: {name: Passage(along: name of a line, width)})
            | BoxTheatre(box: Box(width, height))
            longitudes are on one turn, beyond 180 where a theatre goes across (`reading.longitudes`)
            Time(start: datetime UTC, warm_up, measure, drain, zone?; .hours)
            Lane(along: name of a line, width, kept)
environment Environment(light: "sun" | "day" | "night" | (LightChange(at, state (is)), ...),
            weather: (Change(at, state (is)), ...) | WindWeather(wind: Wind), visibility: (Change, ...) | Haze, cells;
            .weather_states, .visibility_states); calendars begin at 0 and rise
            Wind(mean: Season, shape, levels: {name: from}, memory, reach, every)
            Haze(median: Season, spread, levels, memory, reach, every)
            a Season is one value or {jan: ..., ..., dec: ...}; .at(times); levels rise, the lowest from 0
conditions  Conditions(light?, weather?, visibility?): where something is done, each a list of names
            ByState({state of light, weather or visibility: factor}; .factor(surroundings)): their product
geometry    PointShape(point) | LineShape(line) | PolygonShape(polygon, rings?), each with .points: tuple of
            GeoPoint(x=lon, y=lat) or FlatPoint(x, y); a polygon's .points, its outline, do not repeat the first, nor do
            its .outlines: all its rings
            Position: GeoPosition(x: D, y: D) | FlatPosition(x: D, y: D) | name of a point
            Waypoint: GeoPoint | FlatPoint | name of a point
sensors     Hull(height?, ais: bool, look_alikes?)
            Sensor(kind: "radar" | "optical" | "ais" | "other", error?, bias, velocity_error, height?,
            detects: {hull: law}, identifies: {hull: Identify(range, after, suspicious?) | (Identify, ...)},
            when: {state: factor | {hull: factor}}; .factor(surroundings, hull), .rings(hull), .reach)
            laws: a class each in `sensors.py`, with hold, .reach (greatest range) and .held_to (a contact is lost
            beyond it)
vessels     role (is): "passive" | "merchant" | "patrol" | "pirate" | "smuggler" | "attacker"
            Passive(role, hull, sensors, speed: CruiseSpeed(cruise: D))
            Merchant(role, hull, lookout?, speed: CruiseSpeed, freeboard, evades?: Evades(faster), guarded,
            citadel, protection: {name of `protection`: share}, one_lot, flag?: {name: weight},
            on_advisory?: OnAdvisory(choices, trust: Believed(held, nothing), loss, meets, taken: Taken(chance,
            at_speed, halves_every?, watched, grouped), fuel?: Fuel, watch_hour); .flag_of(u))
            Patrol(role, hull, sensors, speed: PatrolSpeed(cruise: D, max), reaction, replan,
            reports_every, investigates?: Within(within), responds?: Within, recognises, boarding?: Boarding(takes: D,
            succeeds, finds, detains), search?: Search(duration (for), radius), shadows, relief?: Relief(asks, fits))
            Pirate(role, hull, sensors, speed: CruiseSpeed, skiffs, endurance: D, sails_in: Conditions, looks_again,
            attacks_in: Conditions, willing: {state: probability}, on_patrol: OnPatrol(lies_low, moves_after?), attacks,
            prizes?: Prizes(told_after: D, recognised, pirates: D, crew, retaking: Retaking(each, harm),
            mother_ship?: MotherShip(chance, lasts (for): D), released_after?: D, gear_overboard?: D)) in prizes
            Smuggler(role, hull, sensors, speed: PatrolSpeed, cargo: Cargo(one of drugs: D kg, arms: D kg, people: D),
            on_patrol: OnSight(does: {carries_on | turns_back | jettisons | runs: weight}, hides, avoids),
            endurance?: D, sails_in: Conditions, flag?: {name: weight}; .flag_of(u)) in illicit
            Attacker(role, hull, sensors, speed: PatrolSpeed, prey: (hull, ...), endurance: D, gives_up_after: D,
            within, succeeds: Boards, damage: Damage(costs: D USD, lives: D), breaks_off, avoids, sails_in: Conditions,
            attacks_in: Conditions)
            Pirate, Smuggler and Attacker have when_listed?: WhenListed(learns: ("theft" | "attack", ...),
            changes_hull?: ChangesHull(share, takes: D), hides_gear?: HidesGear(share, shows), stays_ashore?:
            StaysAshore(share, takes: D)) in precautions
protection  Protection(seen?: Visible, odds, boards, delays, faster, watch: "single" | "doubled"), by name;
            Visible(chance, halves_every?, by_state)
            Decides(by: "worth", chance, speed?: OfSpeed(at, halves_every), distance?: OfDistance(at, halves_every),
            high_freeboard?: OfFreeboard(over, odds), guards?: OfGuards(seen: Visible, odds), runs,
            warship?: OfWarship(odds, doubles_every?), by_state)
            Shipping(types?, guarded?, citadel?, protection: {name: share}, over?) of the timeline
raids       Skiffs(hull, count: D, speed: D, by_state: {state: factor}, fuel?, waits?)
            Attacks(within, near, gives_up_after: D, boards, pause: D, takes_control_after: D,
            gives_up_citadel_after?: D, decides?: Decides, turned_back)
            Boards(chance, at_speed, halves_every, never_above, high_freeboard?: Freeboard(over, factor), guarded,
            by_state: {state: factor})
            Choice(reward, risk, rationality, expects: {ground: Expectation(prey, danger)}, trust, memory?, broken_off,
            caught, talk, known, stays_ashore_below?)
            Enterprise(reward, risk, released, rationality, expects: {ground: Returns(prizes, losses)}, trust, memory?,
            talk, costs: VoyageCosts(voyage, per_100_nm, season), elsewhere?, loses: Loses(detained: Taken(gear,
            mother_ship), released: Taken), equips: Equips(gear?: Renewal(takes: D, costs), mother_ship?),
            purse?: Purse(holds, income, paid_after: D)); season and elsewhere are one value or Months
routes      Routes(ways: {name: (name of a point, ...)}, reward, loss, cost, danger, rationality, trust, memory?,
            overlap, broken_off, known, near, talk, overdue, stays?, elsewhere?)
groups      Group(type: name | {name: weight}, count?, per_day?, nation?, start: D, sensors?: (Window(begin (from),
            end (to)), ...), rests: (day of the week, ...); .motion,
            .mix: ((type name, share), ...) in the order of names)
            motions: Stay(at: Position, or along: name of a line) in hold, Straight(origin (from): Position, course: D),
            Bounce(area (in), course?: D), Roam(area (in), leg?, stops?), Route(points: (Waypoint, ...), loop,
            start: "beginning" | "random"), LaneTransit(lane (name), spread?: D, convenes?) in lane,
            Beats(along, width), Hunt(bases (from), base: "any" | "nearest", grounds (in): (area, ...), choice?: Choice,
            enterprise?: Enterprise in place of it,
            ashore: D, anchorages: (name of a point, ...)); an area is the name of a polygon, or "box" in a box theatre
            Smuggle(bases (from), landings (to), via, sanctuaries: (name of a point, ...), ashore?: D, routes?: Routes)
            in smuggles,
            Strike(bases (from), area (in)? or terminals: (name of a point, ...), ashore?: D) in attacks
            Convenes(share, starts: (GroupStart(speed, at: local time of day), ...), stagger: D)
            Convoys(lane, speed, every, first, ships: D, spacing) in convoy, without count or per_day;
            Escorts(convoys: (name of a group, ...), abeam, joined) in escorts
            Nation(report_delay: D, distress_delay: D, order_delay: D, informs_ships?: D, clearances_last,
            call_waits, redirects, tip_spreads, goes: Goes, costs: {type: Costs}, waters?: area, rules?: Rules)
going       Goes(by: "nearest" | "worth", within?, values: {offence: factor}, station: StationWorth(rate, hours),
            help: Help(worth, lasts), labelled, called, tipped)
field       BoatField(area (in), type, boats, chases?: Chases(per_boat, takes: D, leg), alarms?: Alarms(per_transit,
            near), lingers, lead, rests: (day of the week, ...), when: Conditions(light?, weather?, visibility?))
costs       Costs(ship_day?, port_day?, disposal_day?, drill_day?, flying_hour?, boat_hour?, boarding?, fuel?: Fuel(
            points?: ((speed, t/h), ...), cubic?: CubicFuel(at, uses, hotel))), of patrol, aircraft and boat; USD
            Prices(fuel, held_hour, delay_hour, attack, hijacking, ransom, captivity, captive_day, lives_attack,
            lives_hijacking, life, premium, guards, bears: {flag: {nation: share}}, otherwise: {nation: share})
            Tie(kind: "economic", between: (nation, nation), trade, pays?: Pays(by, ship_day)) in ties, by name
            Programme(costs, shares: {nation: share}, workshare: {nation: share}, delivers?: Delivery(at,
            replaces: {sensor: sensor}, types?, nations?), returns) in programmes, by name
drills      Drill(nations, units: {group: count}, share?, at?, every?, lasts, area?, raises, answers_calls,
            price: {nation: USD}; .begins(hours)) in drills, by name
            Interoperability(initial, between: (Pair(nations, level), ...), standing, half_life?, effects: Effects(
            request_delay?, hand_over_time?, boarding?, hand_over_works?, duplicate_avoided?)), each (at_none, at_full)
timeline    (Entry(at, and one of join: nation, leave: nation, suspend: holder | Ends(origin (from), to), resume,
            exercise: drill, surge: Surge(group, port, until?), upgrade: Upgrade(replaces, types?, nations?),
            weather: Front(state (is), lasts, area (in)?), cyber: name, recall: Recall(groups, nations, port?, until?),
            lapse: agreement or pact, apply, alert: Alert(pact, level, lasts?), strike: Raid(base, gear, mother_ship),
            elsewhere: Elsewhere(groups, worth), shipping: Shipping), ...)
pacts       SafetyPact(parties, protects: Covered(flags?, area (in)?), keeps_posts, levels: (Level(name (is), guards:
            {group: Place(at? | area (in)? | port?, units?)}), ...), raised?: Raised(by: ("call" | "tip", ...),
            area (in)?, to: level, lasts)), by name
tips        Tip(about: (group, ...), to: (holder, ...), probability, lead: D, out: D, error, expires: D, false) in tips,
            by name; a Nation has preempts, ahead?
recognition Recognition(signs: {name: Sign(shown, skiffs: {type: share | {phase: share}}, renews?, seen: {kind of look:
            (Glance(sees, mistakes), ...)}, when: {state: factor | {kind: factor}}, believed: {offence: share},
            believed_of: {hull: {offence: share}}; .glance(kind, ring, surroundings))}, measured: Measured(fast?,
            loitering?, turned_away?, closing?, silent?; .given), priors: {hull: {offence: share}}, priors_in: {area:
            priors}, thresholds: {step: chance | offence: Steps(passes?, closes?, asks?, boards?)}, calls,
            tips, hail?: Asks(takes: D), approach?: Asks, dossiers?: Dossiers, clearances?: Clearances(fix, drift, gate,
            noted: {kind of sensor: (chance, ...)}); .names); a Nation has thresholds, over those
            Dossiers(descriptions: {name: Description(seen, when, links?; .glance)}, alike: {hull: number}, half_life?,
            names, priors_of: "others" | "all", reopens, victims?: Victims(describes: description | {description:
            share}, to: (holder, ...), takes: D, guilty, lasts), visits?: Visits(describes, harmless?, guilty?,
            resisted?, owed: (offence, ...), lasts), passes?: Passes(describes, harmless, misread, lasts),
            corrections?: Corrected(finds, withdraws_below))
cyber       Attack(at?, lasts (for), edges: (holder | Ends, ...), outage?: "waits" | "lost", delay?, spoofed?:
            Spoofed(rate, of, area (in), hull?, error), decoys?: Decoys(rate, area (in)), compromise?:
            Compromise(nations, lasts), poisoned?: Poisoned(count? or rate?, hull, wanted?, chance, describes, lasts,
            area (in), into: (holder, ...)), forged?: Forged(as Poisoned, of, to: (holder, ...) in place of into),
            stolen?: Stolen(holders, lasts)) in cyber, by name
sharing     Centre(distress_delay?: D, call_waits, redirects, tip_spreads, goes: Goes, capacity?,
            reads?: (class, ...) | "worth", keeps?, links?, advises?: Advises(hears: {class: chance}, at, drift,
            holds, ahead, lasts, renews, delay: D, reaches?: Reaches(share, delay: D), broadcasts?: Broadcasts(in_
            (in)?, at?, received, delay: D), to)),
            Sharing(topology: "none" | "bilateral" | "hub" | "mesh" | "tiered", hub?,
            members?, pairs, inner, outer, edges?: Terms, later?: Terms, input?: Terms, channels: {name: Link(origin
            (from), to, and all of Terms)}, releases: {holder: Originator(to?, kinds?, asked?: Asking(grants,
            takes: D), bad_faith?: BadFaith(withholds, fabricates))}, negative_searches, trust?:
            Trust(floor, half, given, memory?, used: "taken" | "tasked", starts, leaks: {name: Leak(by, at, found_out,
            after: D, costs)})); a holder is a nation or a
            centre; a D of delays may be infinite
            Terms(delay?: D, release?: Release(contact, update, lost, cleared, negative_search, tip,
            dossier?, link), fields?: FieldRelease(position, motion, identity, looks, description), blur?,
            inside?: (area, ...), outside?, hulls?, use?: "tasking" | "information", relays?, capacity?,
            queue?, outages?: (Outage(begin (from), end (to), lost), ...),
            rule?: name of a rule of one's own)
pictures    Pictures(gate, reach, vague, agility, unknown_speed, memory)
tasking     Tasking(mode: "national" | "deconflicted" | "coordinated" | "unified", command?: holder, partners?, sectors:
            {nation: area}, cues, claims?, claims_last, hand_over, requests: Requests(delay: D, refuses: {nation:
            probability}))
stations    Stations(groups?: (name of a group, ...), waters: area, cells, hull, replan: Replan(every, by (from):
            "picture" | "quantal" | "uniform" | "fixed"), objective: "effort" | "respond", within?, expected: number
            or {area: number}, counts: Counts(call, contact, tip), forgets, spreads (in a day), updates_every,
            moves: Bounds(at_most, gain), rationality?, flights_over)
experiment  Experiment(question?, variants: {name: Variant(extends?, overlay, set, substream)}, factors: {name:
            Factor(path: (path, ...), levels? or low, high, whole, scale)}, design: Design(kind, points?, seed),
            replications: int | Until(measure, half_width, of, confidence, at_least, at_most), first_seed, measures,
            keep, hulls?: Hulls(groups, least, most, step, placement, search, measures: {name: "rises" | "falls"}),
            optimise?: Optimise(measure, goal, over: {name: Factor}, budget? (int: hulls, float: USD), delta, trials,
            replications, at_most, confidence, seed)); not in the hash
law         Law(waters: {name: Sea(state, area: (name of a polygon, ...), kind: "territorial" | "contiguous" | "eez")},
            claims: {type: {flag: weight}}, suspicions: {hull: offence}, flags: {flag: Consent}, otherwise?: Consent,
            waits: "following" | "here", agreements: {name: Pact})
            Consent(delay: D, grants, deemed_after?); Pact(parties, permits, guests?, offences?, waters?, flags?,
            consent?: Consent, suspended: (Suspension(begin (from), end (to)), ...))
            Rules(offences?, inside?: (area, ...), protects?: (flag, ...), reserve, prosecutes,
            force?: "hail" | "warning_shots" | "disabling_fire", keeps_to?: Space(area (in): (area, ...), on_request),
            rescue?: Rescue(within)) of a nation

Courses are compass bearings; a spread is positive to starboard; the order of keys in a file has no meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import AfterValidator, BeforeValidator, Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from guardship.scenario.base import Many, Model, Name, Text
from guardship.scenario.canonical import digest
from guardship.scenario.costs import Prices, Programme, Tie
from guardship.scenario.cyber import Attack
from guardship.scenario.drills import Drill, Interoperability
from guardship.scenario.environment import Environment
from guardship.scenario.experiment import Experiment
from guardship.scenario.fields import BoatField
from guardship.scenario.geometry import Shape
from guardship.scenario.groups import Group, Nation
from guardship.scenario.law import Law
from guardship.scenario.pacts import SafetyPact
from guardship.scenario.pictures import Pictures
from guardship.scenario.problems import MOST_SHOWN, dotted
from guardship.scenario.protection import Protection
from guardship.scenario.reading.longitudes import on_one_turn
from guardship.scenario.reading.references import facts
from guardship.scenario.recognition import Recognition
from guardship.scenario.sensors import Hull, Sensor
from guardship.scenario.sharing import Centre, Sharing
from guardship.scenario.shown import card_of
from guardship.scenario.stations import Stations
from guardship.scenario.tasking import TaskingField
from guardship.scenario.timeline import Entry, unambiguous
from guardship.scenario.tips import Tip
from guardship.scenario.units import refuse
from guardship.scenario.vessels import VesselType
from guardship.scenario.world import Lane, Theatre, Time


def _version(value: Any) -> Any:
    if isinstance(value, bool):  # which Python takes for 1
        raise refuse("1, the version of the file format")
    return value


@final
class Scenario(Model):
    """A world, who is in it, and for how long. Names refer to other sections of the same scenario."""

    newer: ClassVar[frozenset[str]] = frozenset({"pictures", "recognition", "stations", "protection"})

    guardship: Annotated[Literal[1], BeforeValidator(_version), Field(description="The version of the file format")]
    name: Name
    title: Text
    question: Annotated[Text | None, Field(description="What the scenario is meant to answer")] = None
    theatre: Theatre
    time: Time
    environment: Environment = Field(default_factory=Environment.plain)
    geometry: Annotated[Mapping[Name, Shape], Field(description="Places, lines and areas by name")] = {}
    lanes: Annotated[Mapping[Name, Lane], Field(description="Sea lanes by name")] = {}
    hulls: Annotated[Mapping[Name, Hull], Field(min_length=1, description="Signature classes by name")]
    sensors: Annotated[Mapping[Name, Sensor], Field(description="Sensors by name")] = {}
    types: Annotated[Mapping[Name, VesselType], Field(min_length=1, description="Types of vessels by name")]
    protection: Annotated[Mapping[Name, Protection], Field(description="What protects ships, by name")] = {}
    groups: Annotated[Mapping[Name, Group], Field(min_length=1, description="Groups of vessels by name")]
    field: Annotated[Mapping[Name, BoatField], Field(description="Fields of harmless boats by name")] = {}
    nations: Annotated[Mapping[Name, Nation], Field(description="Nations by name")] = {}
    prices: Annotated[Prices, Field(description="What fuel, harm and losses to shipping cost")] = Prices()
    ties: Annotated[Mapping[Name, Tie], Field(description="Economic ties between nations, by name")] = {}
    programmes: Annotated[Mapping[Name, Programme], Field(description="Joint programmes by name")] = {}
    centres: Annotated[Mapping[Name, Centre], Field(description="Fusion centres by name")] = {}
    pictures: Annotated[Pictures, Field(description="How holders keep their pictures")] = Pictures()
    tasking: Annotated[
        TaskingField | None, Field(description="How units are tasked; by each nation for itself when not given")
    ] = None
    law: Annotated[Law | None, Field(description="Authority at sea; without it everything is allowed")] = None
    sharing: Annotated[Sharing | None, Field(description="Who tells whom what; none given: nobody")] = None
    drills: Annotated[Mapping[Name, Drill], Field(description="Combined exercises by name")] = {}
    interoperability: Annotated[
        Interoperability | None, Field(description="How well nations work together, and what that changes")
    ] = None
    tips: Annotated[Mapping[Name, Tip], Field(description="Sources that announce voyages, by name")] = {}
    cyber: Annotated[Mapping[Name, Attack], Field(description="Attacks on the network by name")] = {}
    pacts: Annotated[
        Mapping[Name, SafetyPact], Field(description="Pacts of safety: who guards what at which level of alert")
    ] = {}
    recognition: Annotated[
        Recognition | None, Field(description="What contacts show and what is made of it; `suspicious` when not given")
    ] = None
    stations: Annotated[
        Stations | None, Field(description="Stations by a map of where groups are expected; as groups say if not given")
    ] = None
    timeline: Annotated[Many[Entry], AfterValidator(unambiguous), Field(description="What changes during the run")] = ()
    experiment: Annotated[
        Experiment | None, Field(description="What a batch varies; a single run takes no notice of it")
    ] = None

    _written: Any = PrivateAttr(default=None)
    _changes: Mapping[str, object] = PrivateAttr(default_factory=dict)
    _notes: tuple[str, ...] = PrivateAttr(default=())

    def _repr_html_(self) -> str:
        """What a notebook shows of it."""
        return card_of(self)

    @property
    def changes(self) -> Mapping[str, object]:
        """What was set in the file, by dotted path; the hash does not depend on how a scenario came about."""
        return self._changes

    @property
    def notes(self) -> tuple[str, ...]:
        """What reading did that whoever wrote the file may want to know."""
        return self._notes

    def after(self, changes: Mapping[str, object], notes: Iterable[str] = ()) -> Self:
        """This scenario, just made, with what was set in its file and what reading has to tell."""
        self._changes, self._notes = dict(changes), tuple(notes)
        return self

    @property
    def written(self) -> Any:
        """What was validated, as a file would say it, as plain data: validating it again gives the same scenario."""
        return self._written

    @model_validator(mode="wrap")
    @classmethod
    def _names_exist(cls, given: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        """Names and facts across sections, after everything else; `load` reports them one by one with their places."""
        scenario = build(on_one_turn(given))
        found = facts(given)
        if found:
            more = [f"and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
            raise ValueError("; ".join([f"{dotted(f.path)}: {f.message}" for f in found[:MOST_SHOWN]] + more))
        scenario._written = given
        return scenario

    @property
    def varies(self) -> bool:
        """Whether light, weather or visibility differ from place to place."""
        return self.environment.varies or any(e.weather is not None and e.weather.area for e in self.timeline)

    @cached_property
    def hash(self) -> str:
        """sha256 of the validated content that a run depends on; equal for files that mean the same."""
        return digest(self, without=("experiment",))
