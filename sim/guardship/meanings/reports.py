"""Reasons of reports, of tips and of attacks on the network: why somebody was not told, or took nothing from it."""

from collections.abc import Mapping

from guardship.meanings.meaning import Meaning
from guardship.reasons import Reason

REPORTS: Mapping[Reason, Meaning] = {
    Reason.NO_OBSERVATION: Meaning(
        "nothing to plot",
        "A report came without an observation.",
        "`not_taken` or `noted`. The package's own reports always have one: only a sharing rule of one's own can take "
        "it out.",
        "`sharing.edges.rule`, and the code of that rule.",
    ),
    Reason.DUPLICATE_OBSERVATION: Meaning(
        "known already",
        "The observation was in the picture, and this version of it says no more.",
        "`not_taken` or `noted`: the same observation came by two ways, or in a coarser version.",
        "Who tells whom: `sharing.topology`, `sharing.edges.relays`.",
    ),
    Reason.OBSERVATION_TOO_OLD: Meaning(
        "too old for the picture",
        "The observation is older than all that the picture can still put in order.",
        "`not_taken` or `noted`: it is older than the memory, or than the window of the track that it belongs to.",
        "`pictures.memory`; delays: `nations.NAME.report_delay`, `sharing.edges.delay`, `sharing.edges.outages`.",
    ),
    Reason.OBSERVATION_FROM_FUTURE: Meaning(
        "dated after its arrival",
        "The report is of a time that has not come.",
        "`not_taken` or `noted`. The package's own reports are never so: only a sharing rule of one's own can make "
        "one.",
        "`sharing.edges.rule`, and the code of that rule.",
    ),
    Reason.UNKNOWN_TRACK: Meaning(
        "no such track",
        "No live track of the picture has that number.",
        "An answer of a picture to who asks it in Python, as a command does about a track that has ended. In no file.",
        "`pictures.memory`: how long a track lives that nobody sees.",
    ),
    Reason.NEVER_ARRIVES: Meaning(
        "channel delays without end",
        "The delay of the channel is infinite.",
        "`messages`: the message is dropped when it is sent.",
        "`sharing.edges.delay`, `sharing.channels.NAME.delay`, `centres.NAME.distress_delay`; the delay of a rule.",
    ),
    Reason.NOT_IN_FLIGHT: Meaning(
        "delivery settled before",
        "The delivery has arrived or was dropped before, or is of another network.",
        "An answer of a network to who hands it a delivery in Python. In no file.",
        "Nothing in a scenario.",
    ),
    Reason.NOT_RELEASED: Meaning(
        "kept by the sender",
        "The sender keeps this kind of report about this contact to itself.",
        "`messages`, by lot for an episode of contact and edge; `withheld` where nobody who has units is told.",
        "`sharing.edges.release`, `sharing.channels.NAME.release`.",
    ),
    Reason.POSITION_WITHHELD: Meaning(
        "place not released",
        "The sender does not say where the contact is, so there is nothing to send.",
        "`messages`, by lot for an episode of contact and edge; `withheld` where nobody who has units is told.",
        "`sharing.edges.fields.position`, `sharing.channels.NAME.fields.position`.",
    ),
    Reason.IDENTITY_WITHHELD: Meaning(
        "clearance not released",
        "The report says that a vessel is harmless, and the sender releases no identities.",
        "`messages`, of reports that clear a vessel alone; `withheld` where nobody who has units is told.",
        "`sharing.edges.fields.identity`, `sharing.channels.NAME.fields.identity`.",
    ),
    Reason.NOT_RELEASABLE: Meaning(
        "originator did not name the receiver",
        "The receiver is not among those to whom the originator's reports may go, and the originator cannot be asked.",
        "`messages`: where a report would be passed on; `withheld` where nobody who has units is told.",
        "`sharing.releases.NAME.to`, `sharing.releases.NAME.kinds`, `sharing.releases.NAME.asked`.",
    ),
    Reason.ORIGINATOR_REFUSED: Meaning(
        "originator said no",
        "The originator was asked whether the report may be passed on, and does not want that.",
        "`messages`, by lot for an episode of contact and edge; `withheld` where nobody who has units is told.",
        "`sharing.releases.NAME.asked.grants`.",
    ),
    Reason.AREA_CAVEAT: Meaning(
        "not shared from that area",
        "The contact is outside the area about which the sender says anything.",
        "`messages`; `withheld` where nobody who has units is told.",
        "`sharing.edges.inside`, `sharing.edges.outside`, and the same of `sharing.channels.NAME`.",
    ),
    Reason.HULL_CAVEAT: Meaning(
        "not shared about that kind of vessel",
        "The vessel looks like none of those about which the sender says anything.",
        "`messages`; `withheld` where nobody who has units is told.",
        "`sharing.edges.hulls`, `sharing.channels.NAME.hulls`.",
    ),
    Reason.QUEUE_FULL: Meaning(
        "channel overloaded",
        "As many messages waited for the channel as may wait.",
        "`messages`: dropped when its turn should have come.",
        "`sharing.edges.capacity`, `sharing.edges.queue`; what is sent at all: `sharing.edges.release`.",
    ),
    Reason.LINK_DOWN: Meaning(
        "lost in an outage",
        "The channel was shut, and what is sent meanwhile is lost.",
        "`messages`: on its way or waiting when the channel was shut.",
        "`sharing.edges.outages`; `cyber.NAME.outage`.",
    ),
    Reason.WAITS_FOR_LINK: Meaning(
        "waits for the channel",
        "The channel is shut, and the message waits until it opens.",
        "An answer of a network to who keeps its clock. In no file: the message arrives later, and `messages` says "
        "when.",
        "`sharing.edges.outages`; `cyber.NAME.outage`.",
    ),
    Reason.WAITS_TO_BE_READ: Meaning(
        "on the desk, not read yet",
        "A centre reads one report after another, and others come first.",
        "An answer of a network to who hands it a delivery in Python. In no file: in `messages` it is under way.",
        "`centres.NAME.capacity`, `centres.NAME.reads`.",
    ),
    Reason.UNREAD: Meaning(
        "not read in time",
        "What the report says had expired, or it was older than the centre keeps it, before anybody could read it.",
        "`messages`: the message is dropped when the centre looks what to read next.",
        "`centres.NAME.capacity`, `centres.NAME.reads`, `centres.NAME.keeps`; how much is sent to the centre.",
    ),
    Reason.SEARCHED_EMPTY: Meaning(
        "search found nothing there",
        "A report of a search that found nothing: tracks that should have been there are given up.",
        "`not_taken` or `noted`, of reports of empty searches alone.",
        "`sharing.negative_searches`; `types.NAME.search`.",
    ),
}
NETWORK: Mapping[Reason, Meaning] = {
    Reason.MADE_UP: Meaning(
        "nothing behind it",
        "The tip, report or call was made up.",
        "`tip_given` of a false tip; `spoofed`, `decoy`, `poisoned` and `forged` of an attack on the network; "
        "`fabricated` of a partner in bad faith. Nobody in the run knows it.",
        "`tips.NAME.false`; `cyber.NAME.spoofed`, `cyber.NAME.decoys`, `cyber.NAME.poisoned`, `cyber.NAME.forged`; "
        "`sharing.releases.NAME.bad_faith`.",
    ),
    Reason.NOTHING_CAME: Meaning(
        "nothing came",
        "The centre that had warned heard of nobody in the circle for as long as the warning was in force.",
        "`advisory_over`.",
        "`centres.NAME.advises.hears`, `centres.NAME.advises.at`, `centres.NAME.advises.lasts`; what the centre hears: "
        "`centres.NAME.distress_delay`, `sharing.channels`.",
    ),
    Reason.NO_PREEMPTION: Meaning(
        "nobody sent on a tip",
        "The nation sends no unit on the strength of a tip alone.",
        "`no_unit` of the command that has the tip.",
        "`nations.NAME.preempts`.",
    ),
    Reason.TIP_EXPIRED: Meaning(
        "tip came too late",
        "When the tip arrived, what it announces should have been over.",
        "`no_unit` of the command that has the tip.",
        "`tips.NAME.lead`, `tips.NAME.expires`; `nations.NAME.report_delay`, `sharing.edges.delay`.",
    ),
    Reason.PATROLS_KNOWN: Meaning(
        "patrol known to be on the way",
        "The voyage was not made: the places of patrols are betrayed, and one was too near the way.",
        "`did_not_sail`, of smugglers and attackers.",
        "`types.NAME.on_patrol.avoids` of smugglers, `types.NAME.avoids` of attackers; `cyber.NAME.compromise`.",
    ),
    Reason.NO_SUCH_HULL: Meaning(
        "no such hull left",
        "There is no vessel, or none any more, of which a false dossier could be.",
        "`poisoned`, `forged` and `fabricated`.",
        "`cyber.NAME.poisoned`, `cyber.NAME.forged`; `sharing.releases.NAME.bad_faith`.",
    ),
    Reason.BAD_FAITH: Meaning(
        "kept back in bad faith",
        "Its nation keeps to itself a dossier of a hull that is wanted, which it should tell.",
        "`withheld`. Nobody in the run knows it.",
        "`sharing.releases.NAME.bad_faith`.",
    ),
    Reason.HULL_LISTED: Meaning(
        "knows that it is listed",
        "It has read in a stolen register that a hull of its is wanted, or it has attacked in that hull.",
        "`changes_hull`, `hides_gear` and `stays_ashore`.",
        "`types.NAME.when_listed`; `cyber.NAME.stolen`.",
    ),
}
