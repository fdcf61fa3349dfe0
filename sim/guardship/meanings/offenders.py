"""Reasons of offenders, and of the ships and boats among them: why a voyage or an attack came to nothing."""

from collections.abc import Mapping

from guardship.meanings.meaning import Meaning
from guardship.reasons import Reason

OFFENDERS: Mapping[Reason, Meaning] = {
    Reason.WRONG_LIGHT: Meaning(
        "not in this light",
        "It is not done by day, or not by night.",
        "`did_not_sail`, `lies_to` and `spared` of offenders; `no_unit`, `declined` and `pursuit_ended` of units.",
        "For light: `types.NAME.sails_in`, `types.NAME.attacks_in`, `types.NAME.sorties.in`, `types.NAME.launches_in` "
        "and `types.NAME.boarding.boards_in`; `environment`.",
    ),
    Reason.WEATHER: Meaning(
        "too rough",
        "The weather does not allow it.",
        "`did_not_sail`, `lies_to` and `spared` of offenders; `came_home` of pirates who attacked nobody and lay to "
        "for more than half of their time on the ground; `no_unit`, `declined` and `pursuit_ended` of units.",
        "For weather: `types.NAME.sails_in`, `types.NAME.attacks_in`, `types.NAME.sorties.in`, "
        "`types.NAME.launches_in` and `types.NAME.boarding.boards_in`; `environment.weather`.",
    ),
    Reason.OUTRUN: Meaning(
        "prey too fast",
        "The skiffs, or the attacker, cannot catch up with the ship.",
        "`spared` before an attack; `attack_failed` in it, when the ship goes faster; `came_home` of a voyage that "
        "got no farther than that attack.",
        "`types.NAME.skiffs.speed`, `types.NAME.skiffs.by_state`; of the ships `types.NAME.speed`, "
        "`types.NAME.evades`.",
    ),
    Reason.GAVE_UP: Meaning(
        "chase abandoned",
        "The attackers were not alongside after as long a chase as they make.",
        "`attack_failed`; `came_home` of a voyage that got no farther than that attack.",
        "`types.NAME.attacks.gives_up_after` of pirates, `types.NAME.gives_up_after` of attackers; speeds: "
        "`types.NAME.skiffs.speed`, `types.NAME.evades.faster`.",
    ),
    Reason.REPELLED: Meaning(
        "attempt failed",
        "Of pirates: they were alongside and tried, and did not get on board. Of attackers on ships and terminals: "
        "they were alongside, and their one attempt failed. Guards had no part in it (`guards`).",
        "`attack_failed`, by lot; `came_home` of a voyage that got no farther than that attack.",
        "`types.NAME.attacks.boards` of pirates, `types.NAME.succeeds` of attackers; of the ships "
        "`types.NAME.freeboard`, `types.NAME.speed`, `types.NAME.evades.faster`.",
        {"piracy": "could not get aboard"},
    ),
    Reason.WARSHIP_SEEN: Meaning(
        "patrol in sight",
        "An offender saw a patrol ship or aircraft and left off, or turned back.",
        "`attack_failed`, `spared`, `lies_low` and `ground` of pirates; `turned_back` of smugglers and attackers; "
        "what smugglers do then, such as `carries_on`, `turns_back`, `jettisons`, `jettisoned`, `runs` and `hides`; "
        "`came_home` of the voyage, of pirates also when they spared a ship for it and attacked none.",
        "`types.NAME.sensors` of offenders; `types.NAME.on_patrol`, `types.NAME.breaks_off`; `groups.NAME.beats`.",
    ),
    Reason.NO_PREY: Meaning(
        "found nothing it could attack",
        "The voyage attacked nobody. It met no ship, or none that it could have: too fast, too far, in the wrong "
        "light.",
        "`came_home` of pirates and attackers.",
        "`groups.NAME.per_day`, `groups.NAME.hunts.in`, `groups.NAME.attacks.in`, `types.NAME.attacks.within`, "
        "`types.NAME.endurance`.",
    ),
    Reason.CREW_OUT: Meaning(
        "still out on the last voyage",
        "The voyage was due while the group was still at sea.",
        "`did_not_sail`.",
        "`groups.NAME.hunts.ashore`, `groups.NAME.smuggles.ashore`, `groups.NAME.attacks.ashore`, "
        "`types.NAME.endurance`, `types.NAME.skiffs.waits`.",
    ),
    Reason.CREW_HELD: Meaning(
        "group in custody",
        "The voyage was due while the group was in custody and not replaced yet.",
        "`did_not_sail`.",
        "`groups.NAME.hunts.replaced_after`, `groups.NAME.smuggles.replaced_after`, "
        "`groups.NAME.attacks.replaced_after`; `types.NAME.boarding.detains`.",
    ),
    Reason.REMOVED: Meaning(
        "taken out of the model",
        "A vessel was taken out by `remove()`, which only code of one's own calls.",
        "`came_home`, `did_not_sail`, `attack_failed`, `boarding_done`.",
        "Nothing in a scenario.",
    ),
    Reason.DETAINED: Meaning(
        "crew detained",
        "A patrol took the group, and its crew stays in custody.",
        "`detained`, by lot where a court may try them.",
        "`types.NAME.boarding.detains`; `nations.NAME.rules.prosecutes`, `law.agreements.NAME.permits`.",
    ),
    Reason.RELEASED: Meaning(
        "crew let go for want of evidence",
        "A patrol took the group, and its crew was let go: the evidence would not do for a court.",
        "`released`, by lot. Where the law was in the way the reason says how, as `no_court` does.",
        "`types.NAME.boarding.detains`.",
    ),
    Reason.PREY_TAKEN: Meaning(
        "prey taken by others",
        "Others attack the ship, or have it.",
        "`spared`.",
        "`groups.NAME.count` of pirates, `groups.NAME.per_day` of ships.",
    ),
    Reason.VISITED: Meaning(
        "patrol team came on board",
        "A patrol's team came on board of the offender.",
        "`attack_failed` of an attack that was under way, with outcome `stopped`; `came_home` of pirates and "
        "attackers that were let go.",
        "`types.NAME.boarding.succeeds`, `groups.NAME.count` of patrols.",
    ),
    Reason.NO_BOATS: Meaning(
        "skiffs not on board",
        "The mother ship is without a skiff that could attack.",
        "`spared`; `sails_without` when she waits for them no longer.",
        "`types.NAME.skiffs.count`, `types.NAME.skiffs.waits`.",
    ),
    Reason.REGROUPING: Meaning(
        "regrouping after an attack",
        "It was too soon after the last attack.",
        "`spared`.",
        "`types.NAME.attacks.pause`.",
    ),
    Reason.VISIBILITY: Meaning(
        "not in this visibility",
        "The visibility does not allow it.",
        "`did_not_sail`, `lies_to` and `spared` of offenders; `no_unit`, `declined` and `pursuit_ended` of units.",
        "For visibility: `types.NAME.sails_in`, `types.NAME.attacks_in`, `types.NAME.sorties.in`, "
        "`types.NAME.launches_in` and `types.NAME.boarding.boards_in`; `environment.visibility`.",
    ),
    Reason.UNWILLING: Meaning(
        "met ships, attacked none",
        "Pirates had a ship that they could have attacked and chose not to: in such light and weather they seldom do.",
        "`spared`, by lot, once for a voyage and ship; `came_home` of a voyage that spared a ship so, attacked none, "
        "spared none for a patrol in sight, and did not spend most of its time lying to or lying low.",
        "`types.NAME.willing`.",
    ),
    Reason.GUARDS: Meaning(
        "kept off by guards",
        "The attempt failed because the ship had guards: without them it would have succeeded.",
        "`attack_failed`; `came_home` of a voyage that got no farther than that attack.",
        "`types.NAME.guarded` of ships; `types.NAME.attacks.boards.guarded`, `types.NAME.succeeds.guarded`.",
    ),
    Reason.CITADEL: Meaning(
        "crew locked itself up",
        "Pirates were on board, and left: the crew had locked itself up.",
        "`attack_failed`; `came_home` of a voyage that got no farther than that attack.",
        "`types.NAME.citadel` of ships; `types.NAME.attacks.gives_up_citadel_after`.",
    ),
    Reason.FUEL: Meaning(
        "skiffs out of fuel",
        "The skiffs had burnt the fuel that they have for chases, and the trip was over.",
        "`attack_failed`; `came_home`.",
        "`types.NAME.skiffs.fuel`.",
    ),
    Reason.LAY_LOW: Meaning(
        "spent its time out of sight",
        "Pirates attacked nobody, and lay low for more than half of their time on the ground.",
        "`came_home`.",
        "`types.NAME.on_patrol.lies_low`, `types.NAME.on_patrol.moves_after`; `groups.NAME.beats`.",
    ),
    Reason.DETERRED: Meaning(
        "no ground worth the trip",
        "Pirates believed that no ground was worth the trip.",
        "`did_not_sail`.",
        "`groups.NAME.hunts.choice.stays_ashore_below`, `groups.NAME.hunts.choice.risk`, "
        "`groups.NAME.hunts.choice.expects`.",
    ),
    Reason.STAYED: Meaning(
        "stayed",
        "An enterprise of pirates, or a smuggler, took no voyage to be worth more than to stay, as far as it and its "
        "luck could tell.",
        "`did_not_sail`; of smugglers the table of routes has what each way was worth.",
        "`groups.NAME.hunts.enterprise`: reward, risk, rationality, expects, costs; "
        "`groups.NAME.smuggles.routes`: stays, loss, rationality.",
    ),
    Reason.ELSEWHERE: Meaning(
        "went elsewhere",
        "An enterprise of pirates, or a smuggler, took a voyage outside the model to be worth more. What is attacked "
        "or landed there is not counted.",
        "`did_not_sail`; of smugglers the table of routes has what each way was worth.",
        "`groups.NAME.hunts.enterprise.elsewhere`, `groups.NAME.smuggles.routes.elsewhere`; `timeline`: elsewhere.",
    ),
    Reason.NOT_EQUIPPED: Meaning(
        "boats lost",
        "An enterprise had lost its gear or its mother ship, and had no other yet.",
        "`did_not_sail`.",
        "`groups.NAME.hunts.enterprise.loses`, `groups.NAME.hunts.enterprise.equips`; `nations.NAME.rules.destroys`; "
        "`timeline`: strike.",
    ),
    Reason.NO_PURSE: Meaning(
        "no money",
        "An enterprise had not the money for its cheapest voyage.",
        "`did_not_sail`.",
        "`groups.NAME.hunts.enterprise.purse`, `groups.NAME.hunts.enterprise.costs`.",
    ),
    Reason.STRUCK: Meaning(
        "struck at its base",
        "A strike on its base destroyed what lay there.",
        "`gear_lost` and `mother_ship_lost`.",
        "`timeline`: strike.",
    ),
    Reason.ENDURANCE: Meaning(
        "food and fuel spent",
        "A smuggler's food and fuel were spent before it was there.",
        "`turned_back` and `came_home`.",
        "`types.NAME.endurance`, `types.NAME.on_patrol.hides`, `types.NAME.speed.cruise`.",
    ),
    Reason.GEAR_OVERBOARD: Meaning(
        "gear overboard",
        "On the way home after an attack, pirates threw ladders, hooks and arms over the side.",
        "`jettisoned` of pirates; a team that comes later finds nothing.",
        "`types.NAME.prizes.gear_overboard`.",
    ),
    Reason.JETTISONED: Meaning(
        "cargo overboard",
        "The smuggler threw its cargo over the side at the sight of a patrol.",
        "`turned_back` and `came_home` of the smuggler; `boarding_done` where a team came too late to find it.",
        "`types.NAME.on_patrol.does`.",
    ),
}
TRAFFIC: Mapping[Reason, Meaning] = {
    Reason.NO_ROUTE: Meaning(
        "no route to go on with",
        "A ship that its captors have left was on no route that it could take up again.",
        "`lies_still`.",
        "`groups.NAME.lane`, `groups.NAME.route`, `groups.NAME.roam`: how the ship moves.",
    ),
    Reason.NO_ESCORT: Meaning(
        "no escort to be had",
        "Every escort was with another convoy, or too far from the start.",
        "`unescorted`, of the first ship of a convoy.",
        "`groups.NAME.escorts.convoys`, `groups.NAME.convoy.every`, `groups.NAME.count`, `types.NAME.speed.cruise`.",
    ),
    Reason.NOT_WORTH_IT: Meaning(
        "not worth it",
        "Whatever else a master who was warned could have done would have cost more than the loss that it spares; or "
        "pirates made too little of a ship, and no one thing that spoke against her has decided.",
        "`stands_on` of a ship that is warned of a circle on her way; `spared` of pirates who weigh ships, "
        "`attack_failed` when a closer look showed several things of which none alone decided, and `came_home` where "
        "most were left alone for it, or of a voyage that got no farther than that attack.",
        "`types.NAME.on_advisory`: choices, trust, loss, fuel; `prices.delay_hour`, `prices.fuel`; `lanes.NAME.kept`. "
        "Of pirates `types.NAME.attacks.decides.chance`.",
    ),
    Reason.TOO_FAST: Meaning(
        "faster than they care for",
        "Pirates who weigh ships would have attacked her at the speed at which they attack most; her own spoke against "
        "it.",
        "`spared`; `came_home` of a voyage that left most ships alone for it.",
        "`types.NAME.attacks.decides.speed`; of ships `types.NAME.speed`.",
    ),
    Reason.HIGH_SIDES: Meaning(
        "her sides are high",
        "Pirates who weigh ships would have attacked her with a low side.",
        "`spared`; `came_home` of a voyage that left most ships alone for it.",
        "`types.NAME.attacks.decides.high_freeboard`; of ships `types.NAME.freeboard`.",
    ),
    Reason.GUARDS_SEEN: Meaning(
        "guards seen on board",
        "Pirates made out guards, and would have attacked without them.",
        "`spared` from the mother ship; `attack_failed` when the skiffs made them out alongside; `came_home` of a "
        "voyage that left most ships alone for it, or that got no farther than that attack.",
        "`types.NAME.attacks.decides.guards`; of ships `types.NAME.guarded`; `timeline.shipping`.",
    ),
    Reason.WARNING_SHOTS: Meaning(
        "turned back by guards",
        "Guards on board showed themselves or fired warning shots before anybody tried to get on board.",
        "`attack_failed`; `came_home` of a voyage that got no farther than that attack.",
        "`types.NAME.attacks.turned_back`; of ships `types.NAME.guarded`; `timeline.shipping`.",
    ),
    Reason.PROTECTED: Meaning(
        "the ship is protected",
        "What protects the ship was made out by pirates, who would have attacked without it; or the attempt failed "
        "that would have succeeded without it.",
        "`spared`; `attack_failed`; `came_home` of a voyage that left most ships alone for it, or that got no farther "
        "than that attack.",
        "`protection.NAME.odds`, `protection.NAME.seen`, `protection.NAME.boards`; of ships `types.NAME.protection`; "
        "`timeline.shipping`.",
    ),
    Reason.RUNS: Meaning(
        "the ship runs",
        "Pirates saw that she made more than her usual speed or left her lane, and would have attacked otherwise.",
        "`spared`; `came_home` of a voyage that left most ships alone for it.",
        "`types.NAME.attacks.decides.runs`; of ships `types.NAME.on_advisory`, `types.NAME.evades`.",
    ),
    Reason.MISTAKEN: Meaning(
        "fishing boat taken for an attacker",
        "A harmless boat came so near that the master called for help.",
        "`false_alarm`, by lot for a passage.",
        "`field.NAME.alarms.per_transit`, `field.NAME.alarms.near`.",
    ),
}
