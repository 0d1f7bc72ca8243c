"""What is done to goods and between houses, on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.soundness.naive import (
    CARRYING,
    CRAFTS,
    LOOSE,
    Booked,
    Craft,
    Hold,
    Lot,
    Move,
    Paper,
    like,
)

Draws = Sequence[tuple[Lot, int]]


def handle(paper: Paper, kind: str, draws: Draws, made: list[Lot], reasons: set[str]) -> Booked:
    """Book what changes goods: first what the goods say, then what the certificate says."""
    found = paper.against_drawing(draws) | reasons
    return paper.book(kind, draws, made, reasons=found or paper.frozen([lot for lot, _ in draws]))


def together(lots: Sequence[Lot]) -> list[object]:
    """Give the traits in which lots that are processed together must not differ."""
    return [lambda lot: lot.state, lambda lot: lot.operator, lambda lot: lot.holder]


@dataclass(frozen=True)
class Weighed:
    """What was weighed around a batch, beside what went in."""

    out_g: int
    by_g: int = 0
    loss_g: int = 0
    added_g: int = 0

    @property
    def all_g(self) -> int:
        """Everything that came out."""
        return self.out_g + self.by_g + self.loss_g


def process(paper: Paper, kind: str, draws: Draws, weighed: Weighed) -> Booked:
    """Dry, cut, sift, mill, distil or macerate some lots."""
    lots, craft = [lot for lot, _ in draws], CRAFTS[kind]
    alike = together(lots)
    if not craft.form:
        alike.append(lambda lot: (lot.form, lot.packed))
    reasons = paper.against_joining(lots, *alike)  # type: ignore[arg-type]  # traits are functions of a lot
    if any(lot.form not in LOOSE - {craft.never} for lot in lots):
        reasons.add("form-not-for-this")
    if any(lot.state not in craft.states for lot in lots):
        reasons.add("state-not-for-this")
    in_g = sum(mass_g for _, mass_g in draws)
    trial = paper.trials.get((lots[0].holder, kind))
    reasons |= _against_masses(craft, in_g, weighed, trial)
    grades = {lot.grade for lot in lots}
    more = {"unit_g": 0, "grade": grades.pop() if len(grades) == 1 else ""}
    form, state = craft.form or lots[0].form, craft.state or lots[0].state
    made = [like(lots[0], weighed.out_g, form=form, state=state, **more)]
    if weighed.by_g:
        state = craft.by_state or lots[0].state
        made.append(like(lots[0], weighed.by_g, form="by-product", state=state, **more))
    return handle(paper, kind, draws, made, reasons)


def _against_masses(
    craft: Craft, in_g: int, weighed: Weighed, trial: tuple[Fraction, Fraction] | None
) -> set[str]:
    """Say what these weights have against each other."""
    reasons = set()
    lacking_g = in_g + weighed.added_g - weighed.all_g
    if weighed.out_g <= 0:
        reasons.add("nothing-made")
    if craft.kept == "added" and not weighed.added_g:
        reasons.add("nothing-added")
    if craft.kept != "driven" and lacking_g:
        reasons |= {"does-not-reconcile", "does-not-reconcile-with-addition"}
    if craft.kept == "driven" and lacking_g < 0:
        reasons.add("more-out-than-in")
    if weighed.out_g > 0:
        ratio = Fraction(in_g, weighed.all_g if craft.of_all else weighed.out_g)
        reasons |= _against_ratio(craft, ratio, trial)
    return reasons


def _against_ratio(
    craft: Craft, ratio: Fraction, trial: tuple[Fraction, Fraction] | None
) -> set[str]:
    """Say that a ratio lies outside what is known, or outside what a trial found."""
    low, high = craft.band or (Fraction(0), ratio)
    reasons = set() if low <= ratio <= high else {"ratio-out-of-band", "yield-out-of-band"}
    if trial is not None and abs(ratio - trial[0]) > trial[0] * trial[1]:
        reasons.add("ratio-not-as-measured")
    return reasons | ({"ratio-not-as-measured"} if trial and reasons else set())


def measure(
    paper: Paper, house: str, kind: str, masses_g: tuple[int, int], tolerance: int
) -> Booked:
    """Try how much comes out; it judges this house from now on, inside what is known."""
    in_g, out_g = masses_g
    reasons = set() if 0 < tolerance <= MOST_TOLERANCE else {"tolerance-out-of-range"}
    if in_g <= 0 or out_g <= 0:
        return Booked(frozenset(reasons | {"nothing-made"}))
    ratio = Fraction(in_g, out_g)
    reasons |= _against_ratio(CRAFTS[kind], ratio, None)
    if CRAFTS[kind].kept == "stays" and ratio < 1:
        reasons.add("trial-gives-more-than-taken")
    if not reasons:
        paper.trials[house, kind] = (ratio, Fraction(tolerance, 100))
    return Booked(frozenset(reasons))


MOST_TOLERANCE = 50


def _against_line(lot: Lot) -> set[str]:
    """Say why a lot is no dry certified root."""
    found = {
        "product-not-blended-further": lot.is_product,
        "form-not-for-this": lot.form in {"packed", "sample"},
        "by-product-in-product": lot.form == "by-product",
        "fresh-in-product": lot.state == "fresh",
        "liquid-in-product": lot.state == "liquid",
        "lot-not-in-recipe": not lot.certified,
    }
    return {reason for reason, holds in found.items() if holds}


def product(paper: Paper, draws: Draws, sugar_g: int, loss_g: int) -> Booked:
    """Make a product of three parts certified root and one part sugar."""
    lots = [lot for lot, _ in draws]
    reasons = {"recipe-of-another"} if len({lot.holder for lot in lots}) > 1 else set()
    reasons |= {reason for lot in lots for reason in _against_line(lot)}
    in_g = sum(mass_g for lot, mass_g in draws if lot.certified and not lot.is_product)
    wanted_g = Fraction(in_g + sugar_g, 4)
    differs_g = abs(sugar_g - wanted_g)
    rounded = differs_g < 1 and wanted_g.denominator > 1
    if not rounded and differs_g > min(Fraction(1), wanted_g / 1000):
        reasons.add("share-differs")
    made_g = in_g + sugar_g - loss_g
    if made_g <= 0:
        reasons.add("nothing-made")
    states = {lot.state for lot in lots}
    more = {"state": states.pop() if len(states) == 1 else "dry", "grade": "", "unit_g": 0}
    holder = lots[0].holder
    made = like(lots[0], made_g, form="finished-product", operator=holder, is_product=True, **more)
    return handle(paper, "blend", draws, [made], reasons)


def split(paper: Paper, lot: Lot, parts_g: list[int]) -> Booked:
    """Part a lot."""
    reasons = paper.against_units(lot, parts_g)
    if any(part_g <= 0 for part_g in parts_g):
        reasons.add("nothing-made")
    return handle(paper, "split", [(lot, sum(parts_g))], [like(lot, g) for g in parts_g], reasons)


def grade(paper: Paper, lot: Lot, grades: list[tuple[str, int]], loss_g: int) -> Booked:
    """Part a lot by quality."""
    parts_g = [mass_g for _, mass_g in grades]
    reasons = paper.against_units(lot, parts_g)
    if any(mass_g <= 0 for mass_g in parts_g):
        reasons.add("nothing-made")
    if len({name for name, _ in grades}) < len(grades):
        reasons.add("grade-twice")
    made = [like(lot, mass_g, grade=name) for name, mass_g in grades]
    return handle(paper, "grade", [(lot, sum(parts_g) + loss_g)], made, reasons)


def merging(paper: Paper, lots: Sequence[Lot]) -> set[str]:
    """Say why these do not become one."""
    return paper.against_joining(
        lots,
        *together(lots),  # type: ignore[arg-type]  # traits are functions of a lot
        lambda lot: (lot.form, lot.packed, lot.unit_g, lot.grade),
        lambda lot: tuple(lot.certs) if len(lot.certs) == 1 else (),
    )


def merge(paper: Paper, lots: Sequence[Lot]) -> Booked:
    """Make one lot of all that is left in several."""
    several = list(dict.fromkeys(lots))
    reasons = merging(paper, several)
    if any(lot.is_product for lot in several):
        reasons.add("product-not-blended-further")
    if len(several) < 2:
        reasons.add("too-few-lots")
    draws = [(lot, lot.left_g) for lot in several]
    made = like(several[0], sum(lot.left_g for lot in several))
    return handle(paper, "merge", draws, [made], reasons)


def blend(paper: Paper, draws: Draws, loss_g: int, *, reason: bool) -> Booked:
    """Make one lot of several operators' goods."""
    lots = [lot for lot, _ in draws]
    reasons = paper.against_joining(
        lots, lambda lot: lot.form, lambda lot: lot.state, lambda lot: lot.holder
    )
    if len(lots) < 2:
        reasons.add("too-few-lots")
    if any(lot.form in {"packed", "sample"} for lot in lots):
        reasons.add("form-not-for-this")
    if any(lot.is_product for lot in lots):
        reasons.add("product-not-blended-further")
    in_g = sum(mass_g for _, mass_g in draws)
    if in_g <= loss_g:
        reasons.add("nothing-made")
    if loss_g and not reason:
        reasons.add("loss-without-reason")
    grades = {lot.grade for lot in lots}
    same = {"grade": grades.pop() if len(grades) == 1 else "", "unit_g": 0}
    made = like(lots[0], in_g - loss_g, operator=lots[0].holder, **same)
    return handle(paper, "blend", draws, [made], reasons)


def pack(paper: Paper, lot: Lot, units: int, unit_g: int) -> Booked:
    """Pack some of a lot."""
    reasons = {"form-not-for-this"} if lot.form in {"packed", "sample"} else set()
    made = like(lot, units * unit_g, form="packed", packed=lot.form, unit_g=unit_g)
    return handle(paper, "pack", [(lot, units * unit_g)], [made], reasons)


def palletise(paper: Paper, draws: Draws) -> Booked:
    """Put whole packs on a pallet."""
    lots = [lot for lot, _ in draws]
    reasons = merging(paper, lots)
    if any(lot.form != "packed" for lot in lots):
        reasons.add("form-not-for-this")
    for lot, mass_g in draws:
        reasons |= paper.against_units(lot, [mass_g])
    made = like(lots[0], sum(mass_g for _, mass_g in draws))
    return handle(paper, "pack", draws, [made], reasons)


def on_pallet(lot: Lot) -> list[tuple[Lot, int]]:
    """Give what lies on a pallet nobody has touched, carried or not."""
    if lot.form != "packed" or lot.taken_g:
        return []
    while lot.born and lot.born.kind in CARRYING:
        [(before, mass_g)] = lot.born.took
        if not before.made_g == mass_g == lot.made_g:
            break
        lot = before
    born = lot.born
    if born is None or born.kind != "pack" or any(one.form != "packed" for one, _ in born.took):
        return []
    return born.took


def unpack(paper: Paper, lot: Lot) -> Booked:
    """Take goods out of their packs."""
    reasons = set() if lot.form == "packed" else {"form-not-for-this"}
    parts = on_pallet(lot)
    loose = like(lot, lot.left_g, form=lot.packed, packed="", unit_g=0)
    made = [like(lot, mass_g, grade=one.grade) for one, mass_g in parts] or [loose]
    return handle(paper, "unpack", [(lot, lot.left_g)], made, reasons)


def sample(paper: Paper, lot: Lot, mass_g: int) -> Booked:
    """Keep a sample; it is worth what the lot is, frozen or not, and taken of what is held too."""
    reasons = paper.against_drawing([(lot, mass_g)]) - {"lot-on-hold"}
    reasons |= paper.against_units(lot, [mass_g])
    if lot.form == "sample":
        reasons.add("form-not-for-this")
    made = like(lot, mass_g, form="sample", packed=lot.form, unit_g=0)
    return paper.book("sample", [(lot, mass_g)], [made], reasons=reasons)


def give_up(paper: Paper, lot: Lot, mass_g: int) -> Booked:
    """Declare goods uncertified, frozen or not."""
    reasons = paper.against_drawing([(lot, mass_g)]) | paper.against_units(lot, [mass_g])
    if not lot.certified or lot.form == "sample":
        reasons.add("no-claim-to-give-up")
    made = like(lot, mass_g, certified=False, certs=frozenset())
    return paper.book("uncertify", [(lot, mass_g)], [made], worth=False, reasons=reasons)


def write_off(paper: Paper, lot: Lot, mass_g: int) -> Booked:
    """Take goods out for good; what is on hold can be destroyed."""
    reasons = paper.against_drawing([(lot, mass_g)]) - {"lot-on-hold"}
    reasons |= paper.against_units(lot, [mass_g])
    return paper.book("loss", [(lot, mass_g)], [], reasons=reasons)


def count(paper: Paper, lot: Lot, counted_g: int, *, explained: bool) -> Booked:
    """Book what is missing; what is too much is only told. A hold does not keep from counting."""
    missing_g = lot.left_g - counted_g
    if missing_g and not explained:
        return Booked(frozenset({"difference-unexplained"}))
    if missing_g <= 0:
        return Booked()
    reasons = paper.against_drawing([(lot, missing_g)]) - {"lot-on-hold"}
    return paper.book("count", [(lot, missing_g)], [], reasons=reasons)


def hold(lot: Lot) -> Booked:
    """Put a lot on hold."""
    if lot.status not in {"open", "closed", "in-transit"}:
        return Booked(frozenset({"nothing-to-hold"}))
    lot.held.append(Hold(lot.holder))
    return Booked()


# -- trade


@dataclass(eq=False)
class Line:
    """So many grams of a lot, sent, come and gone back."""

    sent: Lot
    shipped_g: int
    transit: Lot
    received: Lot | None = None
    returned: Lot | None = None
    missing_g: int = 0
    proposed: tuple[str, str] | None = None
    settled: bool = False
    doubt: Hold | None = None


@dataclass(eq=False)
class Consignment:
    """Goods from one house to another."""

    sender: str
    receiver: str
    lines: list[Line] = field(default_factory=list)
    status: str = "shipped"
    asked_by: str = ""


def _carry(  # noqa: PLR0917 - a way has as many parts
    paper: Paper, kind: str, lot: Lot, mass_g: int, holder: str, status: str
) -> Lot:
    """Carry a part of a lot to a holder; it stays what it is, and held where it was held."""
    made = like(lot, mass_g, holder=holder, status=status)
    made.inherit(lot)
    paper.book(kind, [(lot, mass_g)], [made])
    return made


def ship(
    paper: Paper, sender: str, receiver: str, draws: Draws
) -> tuple[Booked, Consignment | None]:
    """Send goods off."""
    reasons = paper.against_drawing(draws)
    if sender == receiver:
        reasons.add("same-organisation")
    for lot, mass_g in draws:
        if lot.form == "sample":
            reasons.add("samples-are-not-sold")
        reasons |= paper.against_units(lot, [mass_g])
        if lot.certified and lot.holder in lot.certs and lot.holder in paper.suspended:
            reasons.add("certificate-not-in-force")
    if reasons:
        return Booked(frozenset(reasons)), None
    sent = Consignment(sender, receiver)
    for lot, mass_g in draws:
        transit = _carry(paper, "ship", lot, mass_g, sender, "in-transit")
        sent.lines.append(Line(lot, mass_g, transit))
    return Booked(), sent


def answer(paper: Paper, sent: Consignment, came_g: list[int], *, reason: bool) -> Booked:
    """Say what came; the rest goes back."""
    reasons = set() if sent.status == "shipped" else {"consignment-already-answered"}
    pairs = list(zip(sent.lines, came_g, strict=True))
    if any(mass_g > line.shipped_g for line, mass_g in pairs):
        reasons.add("more-than-shipped")
    if any(mass_g < line.shipped_g for line, mass_g in pairs) and not reason:
        reasons.add("difference-without-reason")
    if reasons:
        return Booked(frozenset(reasons))
    for line, mass_g in pairs:
        if mass_g:
            came = (mass_g, sent.receiver, "closed")
            line.received = _carry(paper, "receive", line.transit, *came)
        line.missing_g = line.transit.left_g
        if line.missing_g:
            line.returned = _back(paper, sent, line)
            _doubt(line, is_doubted=True)
    whole = all(not line.missing_g for line in sent.lines)
    part = any(line.received for line in sent.lines)
    sent.status = "received" if whole else "received-in-part" if part else "refused"
    return Booked()


def _back(paper: Paper, sent: Consignment, line: Line) -> Lot:
    return _carry(paper, "return", line.transit, line.transit.left_g, sent.sender, "closed")


def call_back(paper: Paper, sent: Consignment) -> Booked:
    """Turn goods round that nobody has answered."""
    if sent.status != "shipped":
        return Booked(frozenset({"consignment-not-under-way"}))
    for line in sent.lines:
        line.returned = _back(paper, sent, line)
    sent.status = "called-back"
    return Booked()


def _against_reversal(sent: Consignment) -> set[str]:
    reasons = set()
    if sent.status not in {"received", "received-in-part"}:
        reasons.add("consignment-not-received")
    for line in sent.lines:
        if line.received and line.received.taken_g:
            reasons.add("received-lot-drawn-on")
        if line.received and line.received.holds:
            reasons.add("received-lot-on-hold")
    return reasons


def ask_reversal(sent: Consignment, side: str) -> Booked:
    """Ask the other side to take goods back."""
    reasons = _against_reversal(sent)
    if sent.asked_by:
        reasons.add("reversal-already-asked")
    if not reasons:
        sent.asked_by = side
    return Booked(frozenset(reasons))


def decide_reversal(paper: Paper, sent: Consignment, side: str, *, agree: bool) -> Booked:
    """Agree for the other side, or let things stand."""
    reasons = set() if sent.asked_by != side else {"other-side-confirms"}
    if agree:
        reasons |= _against_reversal(sent)
    if reasons:
        return Booked(frozenset(reasons))
    sent.asked_by = ""
    if agree:
        sent.status = "taken-back"
        for line in sent.lines:
            if line.received:
                mass_g = line.received.left_g
                _carry(paper, "take-back", line.received, mass_g, sent.sender, "closed")
    return Booked()


def _against_outcome(line: Line, outcome: str) -> set[str]:
    reasons = {"difference-settled"} if line.settled else set()
    assert line.returned is not None
    if outcome != "came-back" and line.returned.left_g < line.missing_g:
        reasons.add("difference-lot-used")
    return reasons


def _doubt(line: Line, *, is_doubted: bool) -> None:
    """Hold what went back while nobody says it did; what is used up can be held no more."""
    assert line.returned is not None
    if is_doubted and line.doubt is None and line.returned.left_g:
        line.doubt = Hold(line.returned.holder)
        line.returned.held.append(line.doubt)
    elif not is_doubted and line.doubt is not None:
        line.doubt.ended, line.doubt = True, None


def propose(line: Line, side: str, outcome: str) -> Booked:
    """Say for one side what became of what is missing."""
    reasons = _against_outcome(line, outcome)
    if not reasons:
        line.proposed = (side, outcome)
        _doubt(line, is_doubted=outcome != "came-back")
    return Booked(frozenset(reasons))


def settle(paper: Paper, line: Line, side: str) -> Booked:
    """Confirm for the other side; what nobody has leaves the books."""
    assert line.returned is not None
    outcome = line.proposed[1] if line.proposed else "came-back"
    reasons = _against_outcome(line, outcome)
    if line.proposed is None:
        reasons.add("nothing-proposed")
    elif line.proposed[0] == side and not line.settled:
        reasons.add("other-side-confirms")
    gone = [(line.returned, line.missing_g)]
    if not reasons and outcome != "came-back":
        reasons = paper.against_drawing(gone) - {"lot-on-hold"}
    if reasons:
        return Booked(frozenset(reasons))
    line.settled = True
    _doubt(line, is_doubted=False)
    if outcome == "came-back":
        return Booked()
    booked = paper.book("loss", gone, [])
    assert isinstance(booked.move, Move)
    booked.move.settles = True
    return booked
