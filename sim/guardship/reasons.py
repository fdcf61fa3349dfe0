"""The reason codes: why something that could have happened did not. A code is a value; it is never raised.

What people read for each, and all that is to be said of it, is in `meanings/`.
"""

from enum import IntEnum, unique


@unique
class Reason(IntEnum):
    """One code per foreseen refusal or miss. Numbers are stable: add, never renumber; 259 was one that is not given."""

    # intelligence (100-149)
    NO_OBSERVATION = 100  # a report that carries nothing to track
    DUPLICATE_OBSERVATION = 101  # already counted, and this version is no better
    OBSERVATION_TOO_OLD = 102  # older than everything that can still be re-run or remembered
    OBSERVATION_FROM_FUTURE = 103  # made later than it arrived
    UNKNOWN_TRACK = 104  # no live track of this picture has that id
    NEVER_ARRIVES = 105  # the channel's delay is infinite
    NOT_IN_FLIGHT = 106  # a delivery that was already settled, or another network's
    NOT_RELEASED = 107  # the sender keeps this kind of report of this contact to itself
    POSITION_WITHHELD = 108  # without a place there is nothing to plot
    IDENTITY_WITHHELD = 109  # a clearance says what the vessel is, and that is not released
    NOT_RELEASABLE = 110  # the receiver is not in the originator's set, and nobody can ask
    ORIGINATOR_REFUSED = 111  # asked, the originator said no
    AREA_CAVEAT = 112  # outside the area about which the sender says anything
    HULL_CAVEAT = 113  # not a kind of vessel about which the sender says anything
    QUEUE_FULL = 114  # too many messages waited for the channel
    LINK_DOWN = 115  # lost in an outage
    WAITS_FOR_LINK = 116  # held up until the channel opens again
    WAITS_TO_BE_READ = 118  # on a desk, behind others
    UNREAD = 119  # it had expired, or was too old, before anybody could read it
    SEARCHED_EMPTY = 117  # a search that found nothing: what was believed to be there is not

    # decisions of patrols and their command (200-249)
    UNIT_BUSY = 200  # the unit is boarding or in pursuit
    TOO_FAR = 201  # beyond the distance at which a unit responds or investigates
    OUT_OF_REACH = 202  # it cannot be met at this speed
    NO_WATER = 203  # no way by water leads there
    NO_UNIT_FREE = 204  # every unit has another duty
    CONTACT_LOST = 205  # the contact is no longer held
    NOT_FOUND = 206  # it is not where it was believed to be
    QUARRY_GONE = 207  # it has left the theatre
    BOARDING_FAILED = 208  # the boarding team did not get on board
    NOTHING_FOUND = 209  # an innocent vessel, or the evidence was overlooked
    ALREADY_TASKED = 210  # somebody is on the way to it, or was
    ALREADY_BOARDED = 211  # another team is on board
    NO_TEAM = 212  # the ship has no boarding team
    LOOKS_HARMLESS = 213  # identified, and nothing suspicious about it
    CRAFT_OUT = 214  # the aircraft or boat is out already
    TURNAROUND = 215  # it is being made ready after a sortie
    CREW_REST = 216  # its crew has no flying hours left today
    IN_PORT = 217  # its ship is in port
    BEYOND_RETURN = 218  # the fuel does not suffice for the way there and back: the point of no return
    NO_RELIEF = 219  # nobody with a contact of their own has come
    NOT_HALTED = 220  # warning shots and manoeuvres did not stop it
    ALREADY_HALTED = 221  # somebody has stopped it
    HALTED = 222  # a patrol unit has made it stop
    PARTNER_TASKED = 223  # a partner has sent a unit, or has one at it
    FOUND_HARMLESS = 224  # somebody has found it harmless, and that still holds
    PARTNER_REFUSED = 225  # the nation that was asked for its unit does not give it
    OUTSIDE_SECTOR = 226  # in another nation's sector, or in nobody's
    UNDER_ORDER = 227  # an order is on its way to the unit
    NO_GROUND = 228  # looked at and asked, it gives too little ground to board it
    NOT_SUSPICIOUS = 229  # too little speaks against it to send anybody
    NOT_WORTH_GOING = 230  # less is to be expected of going than the hours on station are worth
    RELIEF_UNDER_WAY = 238  # somebody will be there before whoever keeps it has to leave
    RELIEVES = 237  # it is sent to keep what somebody has to leave
    RELIEF_TOO_LATE = 239  # nobody can be there before whoever keeps it has to leave

    # decisions and failures of attackers (250-299)
    WRONG_LIGHT = 250  # not the light in which they attack
    WEATHER = 251  # too rough for it
    OUTRUN = 252  # the prey is too fast
    GAVE_UP = 253  # the chase took too long
    REPELLED = 254  # alongside, but not on board
    WARSHIP_SEEN = 255  # broken off at the sight of a warship
    NO_PREY = 256  # the sortie found nothing to attack
    CREW_OUT = 257  # the group was still at sea when its next sortie was due
    CREW_HELD = 258  # the group had been taken
    REMOVED = 279  # its vessel was taken out of the model
    DETAINED = 264  # stopped by a patrol, the crew detained
    RELEASED = 265  # stopped by a patrol, the crew let go
    PREY_TAKEN = 260  # somebody else's already
    VISITED = 262  # a boarding team came on board
    NO_BOATS = 263  # the skiffs are not on board
    REGROUPING = 261  # too soon after the last attack
    VISIBILITY = 266  # not the visibility in which it is done
    UNWILLING = 267  # they seldom attack in such light or weather, and not this time
    GUARDS = 268  # guards kept off who would have got on board
    CITADEL = 269  # on board, but the crew had locked itself up
    FUEL = 270  # the skiffs had no fuel left
    LAY_LOW = 271  # most of the sortie was spent out of sight of patrols
    DETERRED = 272  # no ground was worth the trip
    ENDURANCE = 273  # food and fuel were spent before it was there
    JETTISONED = 274  # the cargo is over the side
    RUNS = 298  # the ship makes more than her usual speed, or goes around

    # why nobody stopped an attack that succeeded (300-349)
    NO_CALL = 300  # the prey never called for help
    CALL_TOO_LATE = 301  # the call reached the command after control was taken
    RESPONSE_TOO_LATE = 302  # the tasked unit was still on its way
    WINDOW_CLOSED = 303  # the run ended first

    # where an opportunity ended (310-349)
    NEVER_SEEN = 310  # nobody knew of the voyage
    NEVER_IDENTIFIED = 311  # held, but what it was about remained unknown
    NO_PATROL = 312  # there is nobody who could see, or hear a call
    WRONG_VESSEL = 313  # an innocent one was boarded in its place
    BROKEN_OFF = 314  # the unit turned to something else
    LANDED = 315  # the cargo was ashore before anybody came
    NOBODY_IN_REACH = 316  # of those who knew nobody could have been there before the prize

    # decisions of merchants (350-369)
    NO_ROUTE = 350  # it was on no route that it could take up again
    NOT_WORTH_IT = 352  # every other way would have cost more than what it spares
    NO_ESCORT = 351  # every escort was with another convoy, or too far from the start

    # innocent boats (370-389)
    MISTAKEN = 370  # a boat after fish was taken for an attacker

    # exercises (460-469)
    IN_EXERCISE = 460  # the unit is in an exercise
    # law and national rules (400-449)
    FOREIGN_WATERS = 400  # another state's territorial sea, and no agreement opens it
    NEEDS_CONSENT = 401  # only with the consent of the flag state
    CONSENT_PENDING = 402  # the flag state has been asked and has not answered yet
    CONSENT_DENIED = 403  # the flag state has said no
    CONSENT_TOO_LATE = 404  # the answer came when it could not be used any more
    NO_ANSWER = 405  # the flag state answers no requests
    NO_SUSPICION = 406  # nothing speaks against the vessel
    NO_EVIDENCE = 407  # suspected, but nothing has been found on board
    FLAG_UNKNOWN = 408  # whose consent would be needed is not known
    NO_LEGAL_BASIS = 409  # no rule and no agreement allows it
    BORDER = 410  # the quarry is about to reach waters where its pursuer may not follow
    NO_COURT = 411  # let go: nobody may try them
    CAVEAT_AREA = 412  # the nation's units do not work there
    CAVEAT_OFFENCE = 413  # the nation's units do nothing against this offence
    CAVEAT_FLAG = 414  # the nation protects other flags
    KEPT_IN_RESERVE = 415  # the nation keeps its last units back
    DUTY_TO_RESCUE = 416  # a call for help goes before what the unit was about
    ON_GUARD = 417  # it guards what a pact names, and leaves that for nothing else
    RECALLED = 418  # its nation has called it back to port
    FORCE_NOT_ALLOWED = 419  # more force would have stopped it than the nation's rules allow

    # tips and attacks on the network (470-489)
    NOTHING_CAME = 479  # nobody was heard of where and while a warning said so
    MADE_UP = 470  # nothing is behind it
    NO_PREEMPTION = 471  # the nation sends nobody on the strength of a tip
    TIP_EXPIRED = 472  # what was announced should be over by now
    PATROLS_KNOWN = 473  # where the patrols are is known, and one is too near
    NO_SUCH_HULL = 476  # there is no vessel left of which a false dossier could be
    BAD_FAITH = 477  # its nation keeps to itself what it should tell
    HULL_LISTED = 478  # it knows, or takes it, that a hull of its is listed

    # decisions ashore, of enterprises and of smugglers (480-484)
    STAYED = 480  # no voyage was worth more to it than to stay
    ELSEWHERE = 481  # outside the model a voyage was worth more
    NOT_EQUIPPED = 482  # boats or mother ship are lost, and not replaced yet
    NO_PURSE = 483  # no money for another voyage
    STRUCK = 484  # a strike on its base destroyed it

    # what pirates make of a ship (485-489)
    TOO_FAST = 485  # she makes more speed than they care for
    HIGH_SIDES = 486  # her side is too high
    GUARDS_SEEN = 487  # guards have been made out on board
    WARNING_SHOTS = 488  # guards on board showed themselves or fired, and the skiffs turned back
    PROTECTED = 489  # what protects her was made out, or kept off who would have got on board

    # ships in the hands of pirates (490-499)
    HOSTAGES_HELD = 490  # her crew is held: she is not boarded for its sake
    PIRATES_RESIST = 491  # the pirates on board have kept the team off
    PRIZE_OVER = 492  # she is in nobody's hands any more
    GEAR_OVERBOARD = 493  # on the way home, for what would convict them


WEIGHED = frozenset(
    (
        Reason.TOO_FAST,
        Reason.HIGH_SIDES,
        Reason.GUARDS_SEEN,
        Reason.PROTECTED,
        Reason.RUNS,
        Reason.TOO_FAR,
        Reason.WARSHIP_SEEN,
        Reason.WRONG_LIGHT,
        Reason.WEATHER,
        Reason.VISIBILITY,
        Reason.NOT_WORTH_IT,
    )
)
"""All for which pirates who weigh a ship may leave her alone."""
