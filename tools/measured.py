"""What the studies compare beside columns of `runs`: sums of several, counts by name, sums over nations."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from guardship.experiment.store.results import Batch, Floats

type Of = Callable[[Batch], Floats]

MILLION = 1e6
HOME_STATES = ("pakistan", "turkey")  # the Islamic nations among those of the base


def total(*columns: str, times: float = 1.0) -> Of:
    """The sum of columns of `runs`, those that the store has; one with a minus before it is taken off."""

    def of(batch: Batch) -> Floats:
        shape = (len(batch.plan.points), batch.replications)
        signs = {name.removeprefix("-"): -times if name.startswith("-") else times for name in columns}
        known = (sign * np.nan_to_num(batch.measure(name)) for name, sign in signs.items() if name in batch.measures)
        return np.asarray(sum(known, np.zeros(shape)))

    return of


def counted(of: str, name: str) -> Of:
    """A count by name of every run."""

    def found(batch: Batch) -> Floats:
        values = np.zeros((len(batch.plan.points), batch.replications))
        rows = batch.counts[(batch.counts["of"] == of) & (batch.counts["name"] == name)]
        values[rows["point"], rows["replication"]] = rows["n"]
        return values

    return found


def on_shipping(home: bool) -> Of:
    """Attacks on the shipping of Islamic nations, or on that of all their partners."""

    def of(batch: Batch) -> Floats:
        names = [name for name in batch.nation_names if name != "others" and (name in HOME_STATES) == home]
        return np.asarray(sum(np.nan_to_num(batch.nation_measure(name, "attacks.on_shipping")) for name in names))

    return of


DERIVED: Mapping[str, Of] = {
    "smugglers stopped": total("people.stopped", "drugs.stopped", "arms.stopped"),
    "people delivered": total("people.cargo.delivered"),
    "tonnes delivered": total("drugs.cargo.delivered", "arms.cargo.delivered", times=1e-3),
    "late answers": total("response_within_30_min.n", "-response_within_30_min.count"),
    "patrols pay, MUSD": total("usd.paid", times=1.0 / MILLION),
    "shipping bears, MUSD": total("usd.borne", times=1.0 / MILLION),
    "net cost, MUSD": total("usd.net", times=1.0 / MILLION),
    "attacks at home": on_shipping(home=True),
    "attacks on partners": on_shipping(home=False),
    "attacks from the sea that succeed": total("attack.succeeded"),
    "stopped by borders and law": counted("opportunities.stages", "no_authority"),
    "requests to partners": total("requests"),
}
COLUMNS: Mapping[str, str] = {
    "attacks": "attacks",
    "hijacked": "attacks.hijacked",
    "pirates stopped": "piracy.stopped",
    "duplicate responses": "duplicate_responses.count",
    "innocent boarded": "boardings.innocent",
    "request delay, h": "requests.median_h",
    "contacts gained": "contacts.gained",
    "hours doubled, share": "stations.doubled_share",
}
HEADLINES: Sequence[str] = (
    "attacks",
    "hijacked",
    "pirates stopped",
    "smugglers stopped",
    "late answers",
    "duplicate responses",
    "innocent boarded",
    "net cost, MUSD",
)
