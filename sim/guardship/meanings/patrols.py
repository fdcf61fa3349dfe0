"""Reasons of patrols and their commands: why nobody was sent, a unit did not go, or a pursuit came to nothing."""

from collections.abc import Mapping

from guardship.meanings.meaning import Meaning
from guardship.reasons import Reason

PATROLS: Mapping[Reason, Meaning] = {
    Reason.UNIT_BUSY: Meaning(
        "unit busy",
        "The unit has something else to do, or does not do such things.",
        "`declined` of a unit with a contact of its own; `request_refused` of a partner's unit. A command whose units "
        "are all busy has `no_unit_free`.",
        "`groups.NAME.count`; how long work takes: `types.NAME.boarding.takes`, `types.NAME.boarding.disposes`.",
    ),
    Reason.TOO_FAR: Meaning(
        "too far away",
        "It is beyond the distance at which a unit investigates contacts, or answers calls; or pirates who weigh ships "
        "would have attacked from nearer by.",
        "`declined` of a unit with a contact of its own; `no_unit` where every unit had no better reason; `spared` of "
        "pirates.",
        "`types.NAME.investigates.within`, `types.NAME.responds.within`, `nations.NAME.rules.rescue.within`; "
        "`types.NAME.attacks.decides.distance`.",
    ),
    Reason.OUT_OF_REACH: Meaning(
        "cannot be met",
        "At its greatest speed a unit or an attacker cannot meet what it is after, or not in time.",
        "`no_unit`, `declined`, `pursuit_ended`; `spared` of pirates who wait for a ship in vain, and of attackers.",
        "`types.NAME.speed.max`, `types.NAME.speed.cruise`; `types.NAME.attacks.within`, `types.NAME.gives_up_after`.",
    ),
    Reason.NO_WATER: Meaning(
        "no way by water",
        "No way by water leads there.",
        "`declined` of a unit; `turned_back` and `came_home` of offenders; `attack_failed`; `hoisted` of a skiff; "
        "`lies_still` of a ship.",
        "`geometry`: where points and areas lie on the coast; `theatre`.",
    ),
    Reason.NO_UNIT_FREE: Meaning(
        "no unit free",
        "Every unit that the command could send had something else to do, or had refused.",
        "`no_unit`; the reason of a `hijacked` ship to whose call nobody was sent.",
        "`groups.NAME.count`, `tasking.mode`, `types.NAME.responds`, `types.NAME.investigates`.",
    ),
    Reason.CONTACT_LOST: Meaning(
        "contact lost",
        "The contact was no longer held.",
        "`pursuit_ended`; stage `lost` of a suspicious contact that nobody was after; `spared` of pirates whose prey "
        "was out of sight before the attack.",
        "`sensors.NAME.detects`, `sensors.NAME.when`; `types.NAME.sensors`.",
    ),
    Reason.NOT_FOUND: Meaning(
        "not where it was believed",
        "Who came to the place found nothing there.",
        "`search_ended` when its time is over; `pursuit_ended` at a place where the quarry should be; `attack_failed` "
        "of attackers who have missed their prey, and `came_home` of a voyage that got no farther.",
        "`types.NAME.search`, `types.NAME.recognises`; age and error of reports: `nations.NAME.report_delay`, "
        "`sharing.edges.blur`.",
    ),
    Reason.QUARRY_GONE: Meaning(
        "gone before anybody came",
        "The quarry has left the sea, or its voyage has ended without a prize while units were still on it.",
        "`pursuit_ended`; `attack_failed` when the prey has left, and `came_home` after that; the reason of "
        "opportunities that the end of a voyage cut short.",
        "`groups.NAME.count`, `types.NAME.speed.max`; how long offenders stay: `types.NAME.endurance`.",
    ),
    Reason.BOARDING_FAILED: Meaning(
        "team did not get on board",
        "A patrol's boarding team did not get on board.",
        "`boarding_done`, by lot.",
        "`types.NAME.boarding.succeeds`; with a partner's halt `interoperability.effects.boarding`.",
    ),
    Reason.NOTHING_FOUND: Meaning(
        "nothing found on board",
        "An innocent vessel was searched, or the evidence was overlooked.",
        "`boarding_done`. Of an offender it is by lot.",
        "`types.NAME.boarding.finds`, `types.NAME.boarding.finds_at`; of innocents what looks suspicious: "
        "`sensors.NAME.identifies`, `recognition.thresholds`.",
    ),
    Reason.ALREADY_TASKED: Meaning(
        "somebody sent before",
        "The command has sent a unit after that track before, or has left it to a partner.",
        "`no_unit`, for a further report of the same track.",
        "Nothing by itself: it says that a call was answered.",
    ),
    Reason.ALREADY_BOARDED: Meaning(
        "another team on board",
        "A unit came alongside what another team is searching.",
        "`pursuit_ended`.",
        "`tasking.mode`, `tasking.claims`: who knows of whom.",
    ),
    Reason.NO_TEAM: Meaning(
        "no boarding team",
        "Who is alongside has no team, or no boat of the ship can go.",
        "`pursuit_ended` of a unit without team that neither halts nor shadows; `declined` of a ship whose boats are "
        "out.",
        "`types.NAME.boarding`, `types.NAME.carries`, `types.NAME.shadows`.",
    ),
    Reason.LOOKS_HARMLESS: Meaning(
        "taken for harmless",
        "The contact was identified, and nothing looked suspicious about it.",
        "`pursuit_ended`; the reason of opportunities that ended at stage `cleared`.",
        "`sensors.NAME.identifies`; where signs are looked for `recognition.thresholds`, `nations.NAME.thresholds`.",
    ),
    Reason.CRAFT_OUT: Meaning(
        "craft out already",
        "The aircraft or boat is on another sortie.",
        "`declined` of a routine flight.",
        "`types.NAME.carries`, `types.NAME.sorties.endurance`, `types.NAME.patrols.every`, "
        "`groups.NAME.flights.every`.",
    ),
    Reason.TURNAROUND: Meaning(
        "being made ready",
        "The aircraft is made ready after a sortie, or all boats of the ship are.",
        "`no_unit` and `declined`.",
        "`types.NAME.sorties.turnaround` of aircraft, `types.NAME.turnaround` of boats.",
    ),
    Reason.CREW_REST: Meaning(
        "crew must rest",
        "The crew's hours of the last day leave no time for a sortie.",
        "`no_unit` and `declined`.",
        "`types.NAME.sorties.a_day`, `types.NAME.sorties.reserve`.",
    ),
    Reason.IN_PORT: Meaning(
        "ship in port",
        "The aircraft's ship is in port.",
        "`no_unit` and `declined` of what a ship carries.",
        "`types.NAME.cycle`; `timeline.recall`, `pacts.NAME.levels.guards.NAME.port`.",
    ),
    Reason.BEYOND_RETURN: Meaning(
        "fuel for the way back only",
        "The fuel does not suffice to go there, or to stay, and come back: the point of no return.",
        "`no_unit` before a flight; `bingo`, `pursuit_ended` and `search_ended` on it.",
        "`types.NAME.sorties.endurance`, `types.NAME.sorties.reserve`, `types.NAME.speed`.",
    ),
    Reason.NO_RELIEF: Meaning(
        "no relief came",
        "A unit kept a contact for one that can board it, and none came in time.",
        "`handed_over`, when the time is over or the fuel is.",
        "`types.NAME.shadows`, `types.NAME.relief`, `tasking.hand_over`, `groups.NAME.count`, "
        "`interoperability.effects.hand_over_works`.",
    ),
    Reason.NOT_HALTED: Meaning(
        "did not stop when told",
        "Warning shots and manoeuvres did not make it stop.",
        "`halt_failed`, by lot.",
        "`types.NAME.stops`, `types.NAME.force`.",
    ),
    Reason.ALREADY_HALTED: Meaning(
        "stopped by another unit",
        "A unit alongside need not stop what another unit has stopped.",
        "An answer to the unit, which shadows the contact or leaves it. In no file.",
        "`tasking.mode`, `tasking.claims`: who knows of whom.",
    ),
    Reason.HALTED: Meaning(
        "group made to stop",
        "A patrol has made the attackers stop, without boarding them yet.",
        "`attack_failed` of an attack that was under way, with outcome `stopped`; `came_home` of pirates that were "
        "let go.",
        "`types.NAME.stops`, `types.NAME.force`, `nations.NAME.rules.force`.",
    ),
    Reason.RELIEF_UNDER_WAY: Meaning(
        "relieved in time anyhow",
        "A unit has asked for its relief, and one that is after the same track will be there before it has to leave.",
        "`no_unit`, for the report that asks.",
        "`types.NAME.relief.asks`.",
    ),
    Reason.RELIEVES: Meaning(
        "to relieve who keeps it",
        "A unit is sent to go on keeping a contact that another one has to leave.",
        "`tasked`.",
        "`types.NAME.relief`.",
    ),
    Reason.RELIEF_TOO_LATE: Meaning(
        "no relief in time",
        "A unit has asked for its relief, and nobody can be there before it has to leave.",
        "`no_unit`, for the report that asks.",
        "`types.NAME.relief.asks`, `types.NAME.sorties.alert`, `types.NAME.sorties.scrambles`, `groups.NAME.count`.",
    ),
    Reason.PARTNER_TASKED: Meaning(
        "partner sees to it",
        "A partner has sent a unit, or has one at it.",
        "`no_unit`, `request_refused`, `stood_down`; `declined` of a ship that its command has told.",
        "`tasking.claims`, `tasking.claims_last`, `tasking.mode`, `nations.NAME.informs_ships`.",
    ),
    Reason.FOUND_HARMLESS: Meaning(
        "cleared before",
        "Somebody has found the vessel harmless, and that still holds.",
        "`no_unit` of a command; `declined` of a ship that its command has told.",
        "`nations.NAME.clearances_last`, `nations.NAME.informs_ships`, `sharing.edges.release.cleared`.",
    ),
    Reason.PARTNER_REFUSED: Meaning(
        "partner did not give a unit",
        "The nation that was asked for its unit does not give it.",
        "`request_refused`, by lot.",
        "`tasking.requests.refuses`.",
    ),
    Reason.OUTSIDE_SECTOR: Meaning(
        "outside the nation's sector",
        "The place is in another nation's sector, or outside the water space that the nation keeps to.",
        "`no_unit` for the sector; `declined` and `refused_visit` and the like for the water space.",
        "`tasking.sectors`; `nations.NAME.rules.keeps_to`.",
    ),
    Reason.UNDER_ORDER: Meaning(
        "order on its way to the unit",
        "The command has given the unit an order that has not reached it yet.",
        "An answer within the command, which looks for another unit: without one it notes `no_unit_free`. In no file.",
        "`nations.NAME.order_delay`, `tasking.requests.delay`.",
    ),
    Reason.NO_GROUND: Meaning(
        "too little ground to board",
        "Alongside, looked at and asked, the contact gave too little ground to board it.",
        "`pursuit_ended`, where signs are looked for.",
        "`recognition.thresholds`, `nations.NAME.thresholds`, `recognition.hail`, `recognition.approach`, "
        "`recognition.signs`.",
    ),
    Reason.HOSTAGES_HELD: Meaning(
        "her crew is held",
        "A ship in the hands of pirates was not boarded, for the sake of her crew.",
        "`declined` of a unit that neither boards nor follows her.",
        "`nations.NAME.prizes.retakes`, `nations.NAME.prizes.follows`; `types.NAME.citadel` of ships.",
    ),
    Reason.PIRATES_RESIST: Meaning(
        "pirates on board resisted",
        "The team did not overcome the pirates on board of a ship that they had taken.",
        "`retaking_failed`; `declined` of a unit whose team was kept off before, and which does not board her again.",
        "`types.NAME.boarding.succeeds`; `types.NAME.prizes.pirates`, `types.NAME.prizes.retaking.each`.",
    ),
    Reason.PRIZE_OVER: Meaning(
        "free again",
        "The ship that a unit followed was in nobody's hands any more.",
        "`pursuit_ended`.",
        "`types.NAME.prizes.released_after`; `nations.NAME.prizes.retakes`.",
    ),
    Reason.NOT_SUSPICIOUS: Meaning(
        "not suspicious enough to send a unit",
        "By what the command knows of the contact too little speaks against it.",
        "`no_unit`, where signs are looked for.",
        "`recognition.thresholds`, `nations.NAME.thresholds`, `recognition.priors`.",
    ),
    Reason.NOT_WORTH_GOING: Meaning(
        "not worth leaving the station for",
        "What a unit was expected to bring there was less than its hours on station are worth.",
        "`no_unit` of a command that goes by worth; `request_refused` of a partner that does. The table of goings has "
        "both sides.",
        "`nations.NAME.goes.station`, `nations.NAME.goes.values`, `nations.NAME.goes.labelled`; age of reports: "
        "`nations.NAME.report_delay`, `sharing.edges.delay`.",
    ),
    Reason.IN_EXERCISE: Meaning(
        "unit in an exercise",
        "The unit takes part in an exercise.",
        "`no_unit` and `declined`.",
        "`drills.NAME.at`, `drills.NAME.every`, `drills.NAME.lasts`, `drills.NAME.answers_calls`.",
    ),
}
