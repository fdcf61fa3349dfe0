"""Reasons why nobody stopped a voyage, how voyages, attacks and opportunities end, and what ships spend hours on."""

from collections.abc import Mapping

from guardship.meanings.meaning import Meaning
from guardship.reasons import Reason

WHY: Mapping[Reason, Meaning] = {
    Reason.NO_CALL: Meaning(
        "no call for help",
        "Nobody was called to the attack. A terminal calls nobody; a ship does not call again while one call stands.",
        "`hijacked` and `damaged`; stage `undetected` of a voyage that attacked and of which nobody knew.",
        "`types.NAME.lookout` of ships; `groups.NAME.attacks.terminals`.",
    ),
    Reason.CALL_TOO_LATE: Meaning(
        "call came too late",
        "The call was still on its way when the ship was taken or struck.",
        "`hijacked` and `damaged`; stage `too_late` of an opportunity.",
        "`nations.NAME.distress_delay`, `centres.NAME.distress_delay`; `types.NAME.attacks.takes_control_after`, "
        "`types.NAME.lookout`.",
    ),
    Reason.RESPONSE_TOO_LATE: Meaning(
        "unit still on its way",
        "A unit had been sent, and was not there when the ship was taken or struck.",
        "`hijacked` and `damaged`; the reason of opportunities that such a prize cut short.",
        "`groups.NAME.count`, `groups.NAME.beats`, `types.NAME.speed.max`, `nations.NAME.order_delay`; "
        "`types.NAME.attacks.takes_control_after`.",
    ),
    Reason.WINDOW_CLOSED: Meaning(
        "run ended",
        "The run ended while it was still going on.",
        "The cause of voyages `at_sea` and of attacks `under_way`, and of what units were about then.",
        "`time.drain`, `time.measure`.",
    ),
    Reason.NEVER_SEEN: Meaning(
        "never seen",
        "No patrol had contact with the voyage, and nobody was told of it.",
        "Stage `undetected` of `opportunities`.",
        "`groups.NAME.count`, `groups.NAME.beats`, `types.NAME.sensors`, `sensors.NAME.detects`; `tips`.",
    ),
    Reason.NEVER_IDENTIFIED: Meaning(
        "held, never identified",
        "A sensor held the vessel, and nobody came near enough to say what it was.",
        "Stage `not_investigated`.",
        "`sensors.NAME.identifies`, `types.NAME.investigates.within`.",
    ),
    Reason.NO_PATROL: Meaning(
        "no patrol there at all",
        "No nation of the scenario has units.",
        "Stage `undetected` of `opportunities`.",
        "`groups.NAME.count` of patrols.",
    ),
    Reason.WRONG_VESSEL: Meaning(
        "wrong vessel boarded",
        "The unit that was sent boarded an innocent vessel in its place.",
        "Stage `not_found`.",
        "`types.NAME.recognises`, `hulls.NAME.look_alikes`; `groups.NAME.count` of innocent boats.",
    ),
    Reason.BROKEN_OFF: Meaning(
        "unit turned to something else",
        "The unit left it for something else, or went back to its station.",
        "The reason of an opportunity that no line of the log gives another.",
        "`groups.NAME.count`; orders: `tasking.mode`, `nations.NAME.redirects`.",
    ),
    Reason.NOBODY_IN_REACH: Meaning(
        "nobody in reach",
        "Of those who knew of the voyage nobody could have been there before the prize, straight on at top speed.",
        "The cause of a voyage that succeeded; `voyages` says by how many minutes at least the nearest came too late.",
        "`groups.NAME.count`, `groups.NAME.beats`, `types.NAME.speed.max` of patrols; whatever lets them know earlier.",
    ),
    Reason.LANDED: Meaning(
        "cargo landed",
        "The cargo was ashore before anybody came.",
        "`delivered`; the reason of opportunities that the landing cut short.",
        "`types.NAME.speed.max` of patrols, `types.NAME.speed.cruise` of smugglers, `groups.NAME.smuggles.to`.",
    ),
}
VOYAGES: Mapping[str, Meaning] = {
    "did_not_sail": Meaning(
        "did not sail",
        "The candidate voyage was planned and not made.",
        "`did_not_sail`; the cause says why.",
        "`types.NAME.sails_in`, `groups.NAME.hunts.replaced_after`, `groups.NAME.hunts.choice`; see the causes.",
    ),
    "succeeded": Meaning(
        "succeeded",
        "It took a ship, landed its cargo, or damaged a ship or terminal. The cause says where it could have been "
        "stopped last.",
        "`hijacked`, `delivered`, `damaged`; the cause is the last point at which who could have acted did not.",
        "All that patrols can do: the command bottleneck finds which stage holds them up.",
    ),
    "stopped": Meaning(
        "stopped by a patrol",
        "A patrol took the group before it had a prize, or the smuggler before it had landed.",
        "`detained` or `released`.",
        "All that patrols can do: the command bottleneck finds which stage holds them up.",
    ),
    "aborted": Meaning(
        "came home without success",
        "It sailed and came home without a prize, or with its cargo, or without it; or it was taken out of the model.",
        "`came_home`; the cause is what sent it home, the reason of its deepest attack, or why it attacked nobody.",
        "`types.NAME.willing`, `types.NAME.attacks`, `types.NAME.on_patrol`, `types.NAME.endurance`.",
    ),
    "at_sea": Meaning(
        "still at sea",
        "The run ended first: what would have become of the voyage is not known.",
        "When a run ends.",
        "`time.drain`: at least the longest voyage.",
    ),
}
ATTACKS: Mapping[str, Meaning] = {
    "hijacked": Meaning(
        "ship taken",
        "The pirates have control of the ship. The reason says how far the answer to its call had got.",
        "`hijacked`.",
        "`types.NAME.attacks.boards`, `types.NAME.attacks.takes_control_after`; `types.NAME.responds` of patrols.",
    ),
    "failed": Meaning(
        "failed",
        "The attack came to nothing, and no patrol stopped the attackers in it.",
        "`attack_failed`; the reason says why.",
        "`types.NAME.attacks`, `types.NAME.gives_up_after`; of ships `types.NAME.evades`, `types.NAME.guarded`.",
    ),
    "stopped": Meaning(
        "ended by a patrol",
        "A patrol halted or boarded the attackers while the attack was under way.",
        "`attack_failed` with reason `halted` or `visited`.",
        "`types.NAME.responds`, `types.NAME.stops`, `groups.NAME.count`, `groups.NAME.beats`.",
    ),
    "damaged": Meaning(
        "target damaged",
        "The attempt of an attacker succeeded.",
        "`damaged`; the reason says how far the answer to the call had got.",
        "`types.NAME.succeeds`.",
    ),
    "under_way": Meaning(
        "under way when the run ended",
        "The run ended first.",
        "When a run ends.",
        "`time.drain`.",
    ),
}
STAGES: Mapping[str, Meaning] = {
    "undetected": Meaning(
        "nobody knew",
        "No patrol, command or report had anything of the voyage.",
        "`opportunities`, a row for the whole voyage: `never_seen`, `no_call`, `no_patrol`.",
        "`groups.NAME.count`, `types.NAME.sensors`, `sensors.NAME.detects`, `tips`.",
    ),
    "not_investigated": Meaning(
        "seen, never identified",
        "A sensor held it, and nobody identified it.",
        "`opportunities`: `never_identified`.",
        "`sensors.NAME.identifies`, `types.NAME.investigates.within`.",
    ),
    "cleared": Meaning(
        "passed as harmless",
        "It was identified as harmless, which was wrong; or it gave too little ground to board it.",
        "`opportunities`: `looks_harmless`, `no_ground`.",
        "`sensors.NAME.identifies`, `recognition.thresholds`.",
    ),
    "lost": Meaning(
        "lost from sight",
        "A suspicious or pursued contact was lost, or a report of it was not taken.",
        "`opportunities`: `contact_lost`, `not_found` and reasons of `not_taken`.",
        "`sensors.NAME.detects`, `types.NAME.search`, `pictures`.",
    ),
    "too_late": Meaning(
        "report too late",
        "The report or call had not arrived when all was over.",
        "`opportunities`: `call_too_late`, or what ended the voyage.",
        "`nations.NAME.report_delay`, `nations.NAME.distress_delay`.",
    ),
    "not_released": Meaning(
        "not passed on",
        "Nobody who could act was allowed to know.",
        "`opportunities`, after `withheld`: the reason is that of the message.",
        "`sharing`.",
    ),
    "no_unit": Meaning(
        "nobody sent",
        "No unit was free, fit, or able in this light and weather; or the command saw no cause to send one, or left "
        "it to somebody else; or no relief came.",
        "`opportunities`, after `no_unit`, `declined` or `handed_over`, whose reason says which.",
        "`groups.NAME.count`, `tasking`, `types.NAME.sorties`, `nations.NAME.rules.reserve`, `recognition.thresholds`.",
    ),
    "out_of_reach": Meaning(
        "out of reach",
        "It was too far, there was no way by water, or the unit could not be there in time or turned away before.",
        "`opportunities`, after `no_unit`, `declined`, `pursuit_ended`, or the end of the voyage.",
        "`types.NAME.speed.max`, `types.NAME.responds.within`, `groups.NAME.beats`.",
    ),
    "not_found": Meaning(
        "not found",
        "A unit was there and found nothing or the wrong vessel, or had to leave before it found anything.",
        "`opportunities`, after `search_ended`, a `boarding_done` of an innocent vessel, or the end of the voyage.",
        "`types.NAME.search`, `types.NAME.recognises`, `sharing.edges.blur`.",
    ),
    "no_authority": Meaning(
        "no authority",
        "The law, a flag state, or the nation's own rules did not allow it, or not in time.",
        "`opportunities`, after `refused_visit` and the like, `consent_denied`, or a reason of law.",
        "`law`, `nations.NAME.rules`.",
    ),
    "not_stopped": Meaning(
        "met, not stopped",
        "It was met and did not stop, there was no team to board it, or another team was on board.",
        "`opportunities`, after `halt_failed`, or `pursuit_ended` with `no_team` or `already_boarded`.",
        "`types.NAME.stops`, `types.NAME.force`, `types.NAME.boarding`.",
    ),
    "boarding_failed": Meaning(
        "boarding failed",
        "The team did not get on board, or not in time.",
        "`opportunities`, after `boarding_done`, or the end of the voyage with the unit at it.",
        "`types.NAME.boarding.succeeds`, `types.NAME.boarding.takes`.",
    ),
    "nothing_found": Meaning(
        "evidence overlooked",
        "The team was on board and found nothing.",
        "`opportunities`, after `boarding_done`: `nothing_found`.",
        "`types.NAME.boarding.finds`, `types.NAME.boarding.finds_at`.",
    ),
    "jettisoned": Meaning(
        "evidence overboard",
        "The team was on board, and the cargo had gone over the side.",
        "`opportunities`, after `boarding_done`: `jettisoned`.",
        "`types.NAME.on_patrol.does`.",
    ),
    "released": Meaning(
        "taken, let go",
        "The group was taken, and its crew let go.",
        "`opportunities`, after `released`.",
        "`types.NAME.boarding.detains`, `nations.NAME.rules.prosecutes`, `law.agreements`.",
    ),
    "stopped": Meaning(
        "taken, detained",
        "The group was taken, and its crew detained.",
        "`opportunities`, after `detained`.",
        "`types.NAME.boarding.detains`.",
    ),
}
ACTIVITIES: Mapping[str, str] = {
    "patrol": "on patrol",
    "response": "on the way to a task",
    "pursuit": "in pursuit",
    "shadow": "keeping a contact",
    "search": "searching",
    "boarding": "boarding",
    "disposing": "with those taken",
    "escort": "with convoys",
    "transit": "to and from port",
    "port": "in port",
    "drill": "in exercises",
    "rescue": "on the way to those in distress",
}
"""What patrol ships spend their hours on, as measures of effort have it, in words."""
BOTH_WAYS = (
    "A ship that pirates take is counted with its voyage, if that was planned in the measured days, and with its "
    "attack, if that began in them: the two numbers may differ."
)
"""What is said where ships taken stand by attack and by voyage."""
