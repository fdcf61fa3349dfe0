"""What a line of the log can say: one closed list of kinds, for those who write them and those who count them."""

from enum import StrEnum, unique
from typing import Self, final

PREFIX = "own:"


@unique
class Occurrence(StrEnum):
    """The kind of a line, the column `kind` of the table of events. Texts are stable: add, never rename."""

    # contacts, written by the core
    CONTACT_GAINED = "contact_gained"
    CONTACT_LOST = "contact_lost"
    CONTACT_IDENTIFIED = "contact_identified"  # a verdict, whichever
    CONTACT_SUSPICIOUS = "contact_suspicious"
    CONTACT_CLEARED = "contact_cleared"  # taken for harmless

    # reports and what commands make of them
    REPORT = "report"  # a unit reports to its command
    DISTRESS = "distress"  # a ship calls for help
    WITHHELD = "withheld"  # let out to none of those who have units
    TAKEN = "taken"  # into a track
    NOT_TAKEN = "not_taken"
    NOTED = "noted"  # for information only
    CLAIMED = "claimed"  # a partner's word that a unit of his goes was heard
    NO_UNIT = "no_unit"  # nobody was sent
    GAP = "gap"  # nobody was sent, though somebody's unit could have gone
    REQUESTED = "requested"  # a partner's unit
    REQUEST_REFUSED = "request_refused"
    TASKED = "tasked"
    TIP = "tip"  # a command keeps what it has been told of a voyage to come
    TIP_EXPIRED = "tip_expired"
    DOSSIER = "dossier"  # somebody writes down what is known of a hull
    LISTED = "listed"  # a command has been told of it
    CORRECTED = "corrected"  # its originator tells a new version of it
    WITHDRAWN = "withdrawn"  # and here that it counts no more
    LINKED = "linked"  # a centre finds that two dossiers are of one hull

    # tips and attacks on the network
    TIP_GIVEN = "tip_given"
    TIPPED = "tipped"  # a voyage under way of which somebody has been told
    SPOOFED = "spoofed"  # a report that no unit has made
    DECOY = "decoy"  # a call for help that no ship has made
    POISONED = "poisoned"  # a dossier that none of its own has written is put into a register
    FORGED = "forged"  # a dossier is told in the name of a partner who knows nothing of it
    FABRICATED = "fabricated"  # a partner in bad faith tells of a dossier that it has made up
    CYBER_BEGUN = "cyber_begun"
    CYBER_ENDED = "cyber_ended"

    # pacts
    ALERT_RAISED = "alert_raised"
    ALERT_LOWERED = "alert_lowered"
    POSTED = "posted"  # a unit has another station by a pact
    STATIONED = "stationed"  # a unit has another station by the plan of its command

    # units at work
    DECLINED = "declined"  # an order, or a contact of its own
    PURSUIT = "pursuit"
    PURSUIT_ENDED = "pursuit_ended"
    BROKE_OFF_AT_BORDER = "broke_off_at_border"
    DISPLACED = "displaced"  # an order gives way to a more urgent one
    RESCUE = "rescue"
    STOOD_DOWN = "stood_down"  # it leaves it to a partner's
    ON_SCENE = "on_scene"
    SEARCH = "search"
    SEARCH_ENDED = "search_ended"
    WAITS = "waits"  # where a tip says that somebody will come
    SHADOWING = "shadowing"
    RELIEF_ASKED = "relief_asked"
    INQUIRY = "inquiry"  # a contact alongside is asked what it is about
    HANDED_OVER = "handed_over"  # a contact that it shadowed, to a relief or to nobody
    SUPPORTING = "supporting"  # a ship stands by while her boat is after a contact
    HALTED = "halted"
    HALT_FAILED = "halt_failed"
    BOARDING = "boarding"  # by the team of a patrol
    BOARDING_DONE = "boarding_done"
    DETAINED = "detained"
    RELEASED = "released"
    DISPOSING = "disposing"  # of the vessel and crew that it has taken

    # what the law says to a unit, by act
    REFUSED_APPROACH = "refused_approach"
    REFUSED_VISIT = "refused_visit"
    REFUSED_SEARCH = "refused_search"
    REFUSED_SEIZE = "refused_seize"
    REFUSED_ARREST = "refused_arrest"
    REFUSED_TRANSFER = "refused_transfer"
    CONSENT_ASKED = "consent_asked"  # of a flag state
    CONSENT_GIVEN = "consent_given"
    CONSENT_DENIED = "consent_denied"

    # stations, port and exercises
    ON_BEAT = "on_beat"
    WITH_CONVOY = "with_convoy"
    OFF_STATION = "off_station"
    ON_STATION = "on_station"
    IN_PORT = "in_port"
    OUT_OF_PORT = "out_of_port"
    RECALLED = "recalled"
    EXERCISE_BEGUN = "exercise_begun"
    EXERCISE_ENDED = "exercise_ended"

    # aircraft and boats
    TAKEOFF = "takeoff"
    LANDED = "landed"
    LAUNCHED = "launched"
    RECOVERED = "recovered"
    BINGO = "bingo"  # the point of no return

    # voyages
    SAILED = "sailed"
    DID_NOT_SAIL = "did_not_sail"
    CAME_HOME = "came_home"
    TURNED_BACK = "turned_back"
    DELIVERED = "delivered"  # a cargo
    JETTISONED = "jettisoned"  # a cargo has gone overboard

    # attacks
    ATTACK = "attack"
    ATTACK_FAILED = "attack_failed"
    BOARDED = "boarded"  # by pirates
    HIJACKED = "hijacked"
    DAMAGED = "damaged"

    # ships in the hands of pirates
    PRIZE_KNOWN = "prize_known"  # a command hears that a ship is taken, or that she is free
    PRIZE_RECOGNISED = "prize_recognised"  # a unit knows a contact for her
    PRIZE_HUNTS = "prize_hunts"  # she is used as a mother ship
    PRIZE_PUT_BACK = "prize_put_back"  # and is no more
    RETAKING = "retaking"  # a team boards her against the pirates on board
    RETAKEN = "retaken"
    RETAKING_FAILED = "retaking_failed"
    RANSOMED = "ransomed"

    # pirates and attackers
    GROUND = "ground"  # the one that is chosen
    SPARED = "spared"  # a ship that is left alone
    LIES_TO = "lies_to"  # in weather
    LIES_LOW = "lies_low"  # while a warship is near
    SAILS_WITHOUT = "sails_without"  # the mother ship waits for her boats no longer
    HOISTED = "hoisted"  # a boat that finds no way is taken up where it is

    # offenders who know before a voyage that they are listed
    CHANGES_HULL = "changes_hull"
    HIDES_GEAR = "hides_gear"
    STAYS_ASHORE = "stays_ashore"  # for a while

    # enterprises
    GEAR_LOST = "gear_lost"  # to a patrol or by a strike on its base
    MOTHER_SHIP_LOST = "mother_ship_lost"

    # smugglers at the first sight of a patrol
    CARRIES_ON = "carries_on"
    TURNS_BACK = "turns_back"
    JETTISONS = "jettisons"
    RUNS = "runs"
    HIDES = "hides"  # in a sanctuary

    # merchants
    UNESCORTED = "unescorted"
    LIES_STILL = "lies_still"  # there is no way on
    ANCHORED = "anchored"

    # warnings to shipping, and what masters do upon them
    ADVISORY = "advisory"  # a centre issues one, or a new version of it
    ADVISORY_SENT = "advisory_sent"  # to a holder
    ADVISORY_OVER = "advisory_over"
    ADVISED = "advised"  # a ship is told of one
    STANDS_ON = "stands_on"
    WATCH_DOUBLED = "watch_doubled"
    HASTENS = "hastens"
    GOES_AROUND = "goes_around"
    JOINS_GROUP = "joins_group"  # waits for the next one
    KEEPS_AWAY = "keeps_away"  # stops short of the circle or goes back out of it, until the warning is over

    # fields of boats
    FIELD_CONTACT = "field_contact"  # a boat of a field comes into the reach of a unit
    FALSE_ALARM = "false_alarm"


@final
class Own(str):
    """The kind of a line that a behaviour of one's own writes: `Own("loiters")` is `own:loiters` in the tables.

    No measure of the package counts it.
    """

    def __new__(cls, word: str) -> Self:
        return super().__new__(cls, PREFIX + word)


def occurrence(text: str) -> Occurrence | Own:
    """The kind that a table calls so; ValueError for a text that is none."""
    return Own(text.removeprefix(PREFIX)) if text.startswith(PREFIX) else Occurrence(text)
