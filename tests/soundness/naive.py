"""Material as a careful keeper would book it on paper: plain lists, no database, no product code.

A deed gives the reasons against it and changes nothing, or is booked and gives the lots it made.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

LOOSE = frozenset({"raw", "dried", "cut", "powder", "by-product"})


@dataclass(frozen=True)
class Craft:
    """A kind of processing: what goes in, what comes out, and what the masses say to each other.

    `kept` is whether mass stays to the gram, is driven out, or is added to. `of_all` says that
    one kilogram of everything that comes out is asked for, not one of the goods alone. `never` is
    the form that does not go in.
    """

    states: frozenset[str]
    form: str
    state: str
    by_state: str
    kept: str
    of_all: bool = False
    band: tuple[Fraction, Fraction] | None = None
    never: str = ""


FRESH, SOLID = frozenset({"fresh"}), frozenset({"fresh", "dry"})
CRAFTS = {
    "dry": Craft(FRESH, "dried", "dry", "dry", "driven", True, (Fraction(5, 2), Fraction(4))),
    "cut": Craft(SOLID, "cut", "", "", "stays", False, (Fraction(1), Fraction(4)), "powder"),
    "sift": Craft(SOLID, "", "", "", "stays", band=(Fraction(1), Fraction(10))),
    "mill": Craft(frozenset({"dry"}), "powder", "", "", "stays", band=(Fraction(1), Fraction(2))),
    "distil": Craft(
        SOLID | {"liquid"},
        "oil",
        "liquid",
        "liquid",
        "driven",
        False,
        (Fraction(10), Fraction(5000)),
    ),
    "macerate": Craft(
        SOLID, "oil", "liquid", "liquid", "added", True, (Fraction(1, 50), Fraction(10, 11))
    ),
}
"""An empty form or state is that of what went in."""
CARRYING = frozenset({"ship", "receive", "return", "take-back"})
TRADED = CARRYING | {"collect", "correct"}


@dataclass(eq=False)
class Hold:
    """A hold of one house; one that was carried on knows where it was first placed."""

    by: str
    first: "Hold | None" = None
    ended: bool = False

    @property
    def origin(self) -> "Hold":
        """Where it was first placed."""
        return self.first or self


@dataclass(eq=False)
class Lot:
    """One lot; `certs` are the operators under whose certificate it is certified."""

    holder: str
    operator: str
    form: str
    state: str
    made_g: int
    certs: frozenset[str] = frozenset()
    certified: bool = False
    status: str = "closed"
    taken_g: int = 0
    packed: str = ""
    unit_g: int = 0
    grade: str = ""
    held: list[Hold] = field(default_factory=list)
    born: "Move | None" = None
    takers: list["Move"] = field(default_factory=list)
    is_product: bool = False

    @property
    def left_g(self) -> int:
        """What nobody has taken."""
        return self.made_g - self.taken_g

    @property
    def standing(self) -> list[Hold]:
        """The holds that have not ended."""
        return [hold for hold in self.held if not hold.ended]

    @property
    def holds(self) -> int:
        """How often it is on hold."""
        return len(self.standing)

    def inherit(self, other: "Lot") -> None:
        """Be on hold for whatever the other one is, once for each reason."""
        known = {hold.origin for hold in self.standing}
        self.held += [Hold(one.by, one.origin) for one in other.standing if one.origin not in known]


@dataclass(eq=False)
class Move:
    """One movement: what it took of which lots, and the lots it made."""

    kind: str
    by: str
    took: list[tuple[Lot, int]]
    made: list[Lot]
    gone_g: int = 0
    undone: bool = False
    settles: bool = False


@dataclass(frozen=True)
class Booked:
    """What came of a deed: reasons why nothing did, or the movement that was booked."""

    reasons: frozenset[str] = frozenset()
    move: Move | None = None

    @property
    def lots(self) -> list[Lot]:
        """The lots that were made."""
        return self.move.made if self.move else []


class Paper:
    """All lots and movements of a small world of operators and companies."""

    def __init__(self, limits_g: dict[str, int]) -> None:
        self.limits_g = dict(limits_g)
        self.drawn_g = dict.fromkeys(limits_g, 0)
        self.suspended: set[str] = set()
        self.turns: list[tuple[datetime, str]] = []
        self.in_season = True
        self.lots: list[Lot] = []
        self.moves: list[Move] = []
        self.bought_g = 0
        self.trials: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}

    # -- what stands against it

    def against_drawing(self, draws: Sequence[tuple[Lot, int]], status: str = "closed") -> set[str]:
        """Say why these grams cannot be taken."""
        reasons = set() if draws else {"nothing-taken"}
        for lot, mass_g in draws:
            if mass_g <= 0:
                reasons.add("nothing-taken")
            if lot.status == "open":
                reasons.add("lot-still-open")
            elif lot.status not in {status, "used"}:
                reasons.add("lot-not-in-stock")
            if lot.holds:
                reasons.add("lot-on-hold")
            if mass_g > lot.left_g:
                reasons.add("more-than-available")
        return reasons

    def against_joining(self, lots: Sequence[Lot], *same: Callable[[Lot], object]) -> set[str]:
        """Say why these lots stay apart."""
        reasons = set()
        if len({lot.certified for lot in lots}) > 1:
            reasons.add("certified-mixed-with-uncertified")
        if any(len({trait(lot) for lot in lots}) > 1 for trait in same):
            reasons.add("lots-differ")
        return reasons

    def against_units(self, lot: Lot, parts_g: Iterable[int]) -> set[str]:
        """Say that packs are not cut open: only the one that is open already goes with a part."""
        if not lot.unit_g:
            return set()
        lie_g = [*parts_g]
        lie_g.append(lot.left_g - sum(lie_g))
        cut = [one for one in lie_g if one % lot.unit_g]
        allowed = [lot.left_g] if lot.left_g % lot.unit_g else []
        return {"not-whole-units"} if len(cut) > len(allowed) else set()

    def frozen(self, lots: Sequence[Lot]) -> set[str]:
        """Say whose certificate is suspended while they handle what it certifies."""
        if not all(lot.certified for lot in lots):
            return set()
        own = [lot.holder for lot in lots if lot.holder in lot.certs]
        return {"certificate-not-in-force"} if self.suspended.intersection(own) else set()

    # -- booking

    def book(
        self,
        kind: str,
        draws: Sequence[tuple[Lot, int]],
        made: Sequence[Lot],
        *,
        worth: bool = True,
        reasons: Iterable[str] = (),
    ) -> Booked:
        """Book a movement unless something stands against it; its lots are worth what went in."""
        if found := frozenset(reasons):
            return Booked(found)
        first = draws[0][0]
        gone_g = sum(mass_g for _, mass_g in draws) - sum(lot.made_g for lot in made)
        move = Move(kind, first.holder, list(draws), list(made), gone_g)
        if worth:
            certified = all(lot.certified for lot, _ in draws)
            named = frozenset().union(*(lot.certs for lot, _ in draws))
            for lot in made:
                lot.certified, lot.certs = certified, named if certified else frozenset()
        for lot, mass_g in draws:
            lot.taken_g += mass_g
            lot.takers.append(move)
            if not lot.left_g:
                lot.status = "used"
        for lot in made:
            lot.born = move
        self.lots += made
        self.moves.append(move)
        return Booked(move=move)

    # -- collecting

    def turn(self, operator: str, at: datetime) -> None:
        """Suspend a certificate, or lift that."""
        self.suspended ^= {operator}
        self.turns.append((at, operator))

    def was_suspended(self, operator: str, at: datetime) -> bool:
        """Tell whether the certificate of an operator was suspended at a moment gone by."""
        turns = [one for when, one in self.turns if one == operator and when <= at]
        return len(turns) % 2 == 1

    def collect(
        self, operator: str, net_g: int, *, gross_g: int, at: datetime
    ) -> tuple[Booked, Lot | None]:
        """Buy into the open lot of this operator and status, or open one.

        What was suspended then, or is now, makes nothing certified.
        """
        reasons = set()
        if net_g <= 0:
            reasons.add("net-not-positive")
        if not self.in_season:
            reasons.add("outside-season")
        elif net_g > 0 and net_g > self.limits_g[operator] - self.drawn_g[operator]:
            reasons.add("quota-exceeded")
        if reasons or gross_g < net_g:
            return Booked(frozenset(reasons)), None
        suspended = operator in self.suspended or self.was_suspended(operator, at)
        certified = not suspended
        lot = self.open_lot(operator, certified)
        if lot and lot.holds:
            return Booked(frozenset({"open-lot-on-hold"})), None
        if lot is None:
            certs = frozenset({operator}) if certified else frozenset()
            lot = Lot(operator, operator, "raw", "fresh", 0, certs, certified, "open")
            lot.born = Move("collect", operator, [], [lot])
            self.lots.append(lot)
            self.moves.append(lot.born)
        lot.made_g += net_g
        self.drawn_g[operator] += net_g
        self.bought_g += net_g
        return Booked(move=lot.born), lot

    def open_lot(self, operator: str, certified: bool) -> Lot | None:
        """Give the lot that gathers these goods now."""
        for lot in self.lots:
            if (lot.status, lot.operator, lot.certified) == ("open", operator, certified):
                return lot
        return None

    def close(self, lot: Lot) -> Booked:
        """End the gathering."""
        reasons = set() if lot.status == "open" else {"lot-not-open"}
        if not lot.made_g:
            reasons.add("lot-empty")
        if not reasons:
            lot.status = "closed"
        return Booked(frozenset(reasons))

    def reopen(self, lot: Lot) -> Booked:
        """Let a closed collection lot gather again."""
        reasons = set()
        if lot.born is None or lot.born.kind != "collect":
            reasons.add("not-a-collection-lot")
        elif lot.status != "closed":
            reasons.add("lot-not-closed")
        elif self.open_lot(lot.operator, lot.certified):
            reasons.add("another-lot-open")
        if lot.taken_g:
            reasons.add("already-drawn-on")
        if not reasons:
            lot.status = "open"
        return Booked(frozenset(reasons))

    def take_receipt_back(self, lot: Lot, net_g: int, *, again: bool) -> Booked:
        """Let a receipt count no more."""
        reasons = {"receipt-already-reversed"} if again else set()
        if lot.status not in {"open", "closed"}:
            reasons.add("lot-not-open")
        elif lot.taken_g:
            reasons.add("already-drawn-on")
        if lot.holds:
            reasons.add("lot-on-hold")
        if not reasons:
            lot.made_g -= net_g
            self.drawn_g[lot.operator] -= net_g
            self.bought_g -= net_g
            if lot.status == "closed" and not lot.made_g:
                lot.status = "undone"
        return Booked(frozenset(reasons))

    # -- walks

    def upstream(self, lot: Lot) -> set[Lot]:
        """Give every lot this one was made of, step by step."""
        found: set[Lot] = set()
        paths = [lot]
        while paths:
            born = paths.pop().born
            for earlier, _ in born.took if born else ():
                if earlier not in found:
                    found.add(earlier)
                    paths.append(earlier)
        return found

    def downstream(self, lot: Lot) -> set[Lot]:
        """Give every lot that was made of this one and stands, step by step."""
        found: set[Lot] = set()
        paths = [lot]
        while paths:
            for move in paths.pop().takers:
                for later in () if move.undone else move.made:
                    if later not in found:
                        found.add(later)
                        paths.append(later)
        return found

    # -- putting right

    def correct(self, move: Move) -> Booked:
        """Take a movement back while nothing that stands has followed from it."""
        if move.kind in TRADED:
            return Booked(
                frozenset({"corrected-by-trade", "corrected-by-receipts", "correction-stays"})
            )
        reasons = {"already-corrected"} if move.undone else set()
        if move.settles:
            reasons.add("corrected-by-trade")
        if any(not taker.undone for lot in move.made for taker in lot.takers):
            reasons.add("undo-later-first")
        if reasons:
            return Booked(frozenset(reasons))
        move.undone = True
        _undo(move)
        correction = Move("correct", move.by, [], [])
        self.moves.append(correction)
        return Booked(move=correction)

    # -- sums

    def adds_up(self) -> bool:
        """All that was bought lies somewhere or is accounted for as gone."""
        gone_g = sum(move.gone_g for move in self.moves if not move.undone)
        return self.bought_g == gone_g + sum(lot.left_g for lot in self.lots)


def _undo(move: Move) -> None:
    """Take what was made out of the world, and put what was taken back, on hold as it was."""
    for lot in move.made:
        lot.taken_g, lot.status = lot.made_g, "undone"
    for lot, mass_g in move.took:
        for gone in move.made:
            lot.inherit(gone)
        lot.taken_g -= mass_g
        lot.status = "closed" if lot.status == "used" else lot.status


def like(lot: Lot, made_g: int, **changes: object) -> Lot:
    """Describe a new lot that is this one in everything that is not named."""
    fresh: dict[str, object] = {"taken_g": 0, "held": [], "born": None, "status": "closed"}
    return replace(lot, made_g=made_g, takers=[], **{**fresh, **changes})  # type: ignore[arg-type]  # a dict of mixed values
