"""The ledger: who pays, who bears, who is paid. Money is whole US cents, so that sums are exact in any order."""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from math import fsum
from typing import TYPE_CHECKING, NamedTuple, final

if TYPE_CHECKING:
    import pyarrow

OTHERS = "others"  # who is none of the scenario's nations
CENTS = 100.0
WHOLE = 1.0 - 1e-9  # shares that add up to more add up to 1 but for rounding


class Side(StrEnum):
    """What an account means to the nation that it is charged to. Money paid out is positive."""

    PAID = "paid"  # effort, drills, programmes
    BORNE = "borne"  # losses to its shipping and trade
    TRANSFERRED = "transferred"  # to partners, negative when received; adds up to zero
    GAINED = "gained"  # returns, negative


class Account(NamedTuple):
    """An account: its side and the unit of its quantities."""

    side: Side
    unit: str


ACCOUNTS: Mapping[str, Account] = {
    "ship_days": Account(Side.PAID, "d"),
    "port_days": Account(Side.PAID, "d"),
    "disposal_days": Account(Side.PAID, "d"),
    "drill_days": Account(Side.PAID, "d"),
    "fuel": Account(Side.PAID, "t"),
    "flying_hours": Account(Side.PAID, "h"),
    "boat_hours": Account(Side.PAID, "h"),
    "boardings": Account(Side.PAID, "boardings"),
    "compensation": Account(Side.PAID, "h"),
    "drills": Account(Side.PAID, "drills"),
    "programmes": Account(Side.PAID, "programmes"),
    "delay": Account(Side.BORNE, "h"),
    "bunkers": Account(Side.BORNE, "t"),
    "damage": Account(Side.BORNE, "attacks"),
    "ransoms": Account(Side.BORNE, "ships"),
    "captivity": Account(Side.BORNE, "d"),
    "lives": Account(Side.BORNE, "lives"),
    "premiums": Account(Side.BORNE, "transits"),
    "guards": Account(Side.BORNE, "transits"),
    "trade": Account(Side.BORNE, ""),
    "burden_sharing": Account(Side.TRANSFERRED, "d"),
    "industry": Account(Side.GAINED, ""),
}


class Charge(NamedTuple):
    """A line: so much of an account, for a cause, charged to a nation."""

    nation: str
    account: str
    cause: str
    quantity: float
    cents: int

    @property
    def side(self) -> Side:
        """The side of its account."""
        return ACCOUNTS[self.account].side


@final
class Ledger:
    """What each nation is charged with. Amounts are given in US dollars and rounded to the cent once."""

    def __init__(self) -> None:
        self._charges: list[Charge] = []

    def charge(self, nation: str, account: str, amount: float, cause: str, quantity: float = 0.0) -> None:
        """Charge a nation. Raises KeyError for an account that there is not."""
        self._enter(nation, account, round(amount * CENTS), cause, quantity)

    def share(
        self, shares: Mapping[str, float], account: str, amount: float, cause: str, quantity: float = 0.0
    ) -> None:
        """Charge nations by their shares, to the last cent; what the shares leave is charged to others."""
        cents, done, before = round(amount * CENTS), 0, 0.0
        for nation in sorted(shares):
            before += shares[nation]
            upto = cents if before > WHOLE else round(cents * before)
            self._enter(nation, account, upto - done, cause, quantity * shares[nation])
            done = upto
        if before <= WHOLE:
            self._enter(OTHERS, account, cents - done, cause, quantity * (1.0 - before))

    def _enter(self, nation: str, account: str, cents: int, cause: str, quantity: float) -> None:
        ACCOUNTS[account]  # there is such an account
        if cents or quantity:
            self._charges.append(Charge(nation, account, cause, quantity, cents))

    def rows(self) -> list[Charge]:
        """One line for each nation, account and cause, in the order of nations and accounts."""
        cents: defaultdict[tuple[str, str, str], int] = defaultdict(int)
        parts: defaultdict[tuple[str, str, str], list[float]] = defaultdict(list)
        for c in self._charges:
            key = c.nation, c.account, c.cause
            cents[key] += c.cents
            parts[key].append(c.quantity)
        order = list(ACCOUNTS)
        keys = sorted(cents, key=lambda key: (key[0], order.index(key[1]), key[2]))
        return [Charge(*key, fsum(parts[key]), cents[key]) for key in keys]

    def cents(self, nation: str | None = None, account: str | None = None, side: Side | None = None) -> int:
        """What is charged to a nation, on an account, on a side; to all, on all, when not given."""
        return sum(
            c.cents
            for c in self._charges
            if nation in (None, c.nation) and account in (None, c.account) and side in (None, c.side)
        )

    def quantity(self, nation: str | None = None, account: str | None = None) -> float:
        """So many days, tonnes, hours of an account."""
        own = (c for c in self._charges if nation in (None, c.nation) and account in (None, c.account))
        return fsum(c.quantity for c in own)


def dollars(cents: int) -> float:
    """For files and people."""
    return cents / CENTS


def sides(ledger: Ledger, nation: str | None = None) -> dict[str, float]:
    """What a nation, or all, has paid, borne, transferred and gained, and the sum of it [USD]."""
    parts = {side: ledger.cents(nation, side=side) for side in Side}
    return {**{str(side): dollars(cents) for side, cents in parts.items()}, "net": dollars(sum(parts.values()))}


def accounts(ledger: Ledger) -> dict[str, dict[str, float | str]]:
    """Quantity and amount [USD] of each account on which there is something."""
    used = {c.account for c in ledger.rows()}
    return {
        name: {"quantity": ledger.quantity(account=name), "unit": unit, "usd": dollars(ledger.cents(account=name))}
        for name, (_, unit) in ACCOUNTS.items()
        if name in used
    }


def table(ledger: Ledger) -> "pyarrow.Table":
    """The ledger as it is written: nation, side, account, cause, quantity, unit, cents (of US dollars)."""
    import pyarrow as pa

    rows = ledger.rows()
    columns = {
        "nation": (pa.string(), [c.nation for c in rows]),
        "side": (pa.string(), [str(c.side) for c in rows]),
        "account": (pa.string(), [c.account for c in rows]),
        "cause": (pa.string(), [c.cause for c in rows]),
        "quantity": (pa.float64(), [c.quantity for c in rows]),
        "unit": (pa.string(), [ACCOUNTS[c.account].unit for c in rows]),
        "cents": (pa.int64(), [c.cents for c in rows]),
    }
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
