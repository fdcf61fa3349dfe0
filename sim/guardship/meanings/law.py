"""Reasons of law: what waters, flags, agreements and a nation's own rules did not allow."""

from collections.abc import Mapping

from guardship.meanings.meaning import Meaning
from guardship.reasons import Reason

LAW: Mapping[Reason, Meaning] = {
    Reason.FOREIGN_WATERS: Meaning(
        "in foreign waters",
        "It was in the territorial sea of another state, and no agreement lets the unit's nation act there.",
        "`refused_visit` and the like, of what a unit holds; `declined`, of a place to which it was sent. The summary "
        "of a run names the states where a unit held the vessel.",
        "`law.waters`, `law.agreements.NAME.permits` (entry, pursuit, shiprider), `law.agreements.NAME.waters`.",
    ),
    Reason.NEEDS_CONSENT: Meaning(
        "flag state not asked",
        "The act needs the consent of the flag state, which had not been asked.",
        "`boarding_done` and `released`: a boarding needed no consent, and what should follow did. A unit that needs "
        "it before that asks: `consent_asked`.",
        "`law.agreements.NAME.permits`, `law.agreements.NAME.flags`, `law.claims`.",
    ),
    Reason.CONSENT_PENDING: Meaning(
        "flag state has not answered",
        "The flag state has been asked and has not answered.",
        "`shadowing` of a unit that waits; `boarding_done` and `released` where what should follow needed the answer.",
        "`law.flags.NAME.delay`, `law.flags.NAME.deemed_after`, `law.otherwise`, `law.agreements.NAME.consent`.",
    ),
    Reason.CONSENT_DENIED: Meaning(
        "flag state said no",
        "The flag state does not allow it.",
        "`consent_denied`, by lot; `pursuit_ended`; `refused_visit` and the like.",
        "`law.flags.NAME.grants`, `law.otherwise.grants`, `law.agreements.NAME.consent.grants`.",
    ),
    Reason.CONSENT_TOO_LATE: Meaning(
        "consent came too late",
        "The flag state agreed when nobody was at the vessel any more, or it reached waters first.",
        "`consent_given`; `broke_off_at_border` and `pursuit_ended` of a unit that waited for the answer.",
        "`law.flags.NAME.delay`, `law.flags.NAME.deemed_after`, `law.waits`, `types.NAME.shadows`.",
    ),
    Reason.NO_ANSWER: Meaning(
        "flag state answers nobody",
        "The flag state answers no requests.",
        "`refused_visit` and the like.",
        "`law.flags`, `law.otherwise`.",
    ),
    Reason.NO_SUSPICION: Meaning(
        "nothing speaks against it",
        "The act needs a ground for suspicion, and there is none.",
        "An answer of the law to who asks it in Python. In a run units act on suspicion or proof, so it is in no file.",
        "Nothing in a scenario.",
    ),
    Reason.NO_EVIDENCE: Meaning(
        "no proof on board",
        "The act needs proof found on board, and there is suspicion only.",
        "An answer of the law to who asks it in Python. In a run units seize on proof alone, so it is in no file.",
        "Nothing in a scenario.",
    ),
    Reason.FLAG_UNKNOWN: Meaning(
        "flag not known",
        "Whose consent is needed is not known.",
        "An answer of the law to who asks it in Python. In a run every vessel claims a flag or is stateless, so it is "
        "in no file.",
        "Nothing in a scenario.",
    ),
    Reason.NO_LEGAL_BASIS: Meaning(
        "no legal basis",
        "No rule and no agreement allows it, and there is no flag state to ask.",
        "An answer of the law in case nothing else is left. Who has no nationality may be boarded by anybody, so it "
        "is in no file.",
        "Nothing in a scenario.",
    ),
    Reason.BORDER: Meaning(
        "broken off at a border",
        "The quarry was about to reach waters into which its pursuer may not follow.",
        "`broke_off_at_border` and `pursuit_ended`.",
        "`law.waters`, `law.agreements.NAME.permits` (pursuit); `nations.NAME.rules.keeps_to`.",
    ),
    Reason.NO_COURT: Meaning(
        "no court may try them",
        "Those who were taken were let go: their captor has no court, and no agreement to hand them over.",
        "`refused_transfer` and `released`.",
        "`nations.NAME.rules.prosecutes`, `law.agreements.NAME.permits` (transfer).",
    ),
    Reason.CAVEAT_AREA: Meaning(
        "outside the mission's area",
        "The nation's units do not work there.",
        "`refused_visit` and the like; `declined` of an order, unless it is a call for help.",
        "`nations.NAME.rules.inside`.",
    ),
    Reason.CAVEAT_OFFENCE: Meaning(
        "not the mission's offence",
        "The nation's units do nothing against what the vessel is suspected of.",
        "`refused_visit` and the like.",
        "`nations.NAME.rules.offences`, `law.suspicions`.",
    ),
    Reason.CAVEAT_FLAG: Meaning(
        "another flag than it protects",
        "The nation answers calls for help of other flags only.",
        "`no_unit`.",
        "`nations.NAME.rules.protects`, `pacts.NAME.protects`.",
    ),
    Reason.KEPT_IN_RESERVE: Meaning(
        "last units kept back",
        "The nation keeps its last free units back.",
        "`no_unit` of its own command; `request_refused` to a partner.",
        "`nations.NAME.rules.reserve`.",
    ),
    Reason.DUTY_TO_RESCUE: Meaning(
        "left it for a call for help",
        "A call for help goes before what the unit was about.",
        "`rescue` and `displaced`; `pursuit_ended` and `handed_over` of what it left.",
        "`nations.NAME.rules.rescue.within`.",
    ),
    Reason.ON_GUARD: Meaning(
        "on guard under a pact",
        "The unit guards what a pact names, and leaves that for nothing else.",
        "`no_unit`.",
        "`pacts.NAME.keeps_posts`, `pacts.NAME.protects`, `pacts.NAME.levels`.",
    ),
    Reason.RECALLED: Meaning(
        "called back to port",
        "Its nation has called the unit back to port.",
        "`recalled`.",
        "`timeline.recall`; `pacts.NAME.levels.guards.NAME.port`.",
    ),
    Reason.FORCE_NOT_ALLOWED: Meaning(
        "force that the rules forbid",
        "It did not stop; a farther step of force would have stopped it, which the nation's rules forbid.",
        "`halt_failed`.",
        "`nations.NAME.rules.force`, `types.NAME.force`.",
    ),
}
