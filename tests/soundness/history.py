"""Random histories: every rule is a deed that is booked on paper and done for real, or refused."""

import copy
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy import select

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.lots import operations as deeds
from fairwild.lots.processing.types import Output
from fairwild.lots.records import Lot, LotHold, Movement
from fairwild.lots.states import MovementKind
from fairwild.lots.stock.operations import count_stock
from fairwild.trade import operations as trade
from fairwild.trade.queries import get_consignment
from fairwild.trade.states import Decision, DifferenceOutcome
from tests.lots_builders import set_status
from tests.soundness import naive, naive_deeds
from tests.soundness.comparing import Comparison
from tests.soundness.naive import Booked, Paper
from tests.soundness.stage import COMPANY, HOUSES, KG, LIMITS_KG, OPERATORS, Stage

NUMBERS = st.randoms(use_true_random=True).map(lambda chance: chance.randrange(10**6))
"""Evenly spread, so that lots are chosen without favour; which one follows from the seed drawn."""
SHARES = st.sampled_from([50, 100, 25, 75, 100, 40, 100, 1, 60, 0, 101])
HOUSE = st.sampled_from(HOUSES)
OPERATOR = st.sampled_from(OPERATORS)
SEASON_DAYS = 290
SEASONS = (2026, 2027, 2028)
TRIAL_DAYS = 600
"""So long a history can have gone on that its trials still count in every season to come."""


Keys = dict[naive.Lot, UUID]
Moves = dict[naive.Move, UUID]
Receipts = list[tuple[UUID, naive.Lot, int, list[bool]]]
Sent = list[tuple[UUID, naive_deeds.Consignment]]
Memory = tuple[Paper, Keys, Moves, Receipts, Sent]


class History(RuleBasedStateMachine):
    """Plays one history over a fresh copy of the stage."""

    make_stage: Callable[[], Stage]
    end_stage: Callable[[Stage], None]
    memory: Memory = Paper({code: kg * KG for code, kg in LIMITS_KG.items()}), {}, {}, [], []

    def __init__(self) -> None:
        super().__init__()
        self.stage = type(self).make_stage()
        self.remember(*copy.deepcopy(type(self).memory))
        self.focus: naive.Lot | None = None
        self.days, self.looking = 0, True

    def remember(
        self, paper: Paper, keys: Keys, moves: Moves, receipts: Receipts, sent: Sent
    ) -> None:
        """Take up what is on paper already, and which row is what."""
        self.paper, self.keys, self.moves = paper, keys, moves
        self.receipts, self.sent = receipts, sent
        self.placed: dict[naive.Hold, UUID] = {}
        self.compared = Comparison(self.stage, paper, keys, self.stage.codes)

    @property
    def remembered(self) -> Memory:
        """What is on paper now."""
        return self.paper, self.keys, self.moves, self.receipts, self.sent

    def teardown(self) -> None:
        """Hold the ledger against itself and throw the copy away."""
        try:
            self.compared.ledger()
        finally:
            type(self).end_stage(self.stage)

    # -- doing

    def does(self, house: str, booked: Booked, deed: Callable[..., Any], **order: Any) -> Any:
        """Do for real what was booked; it is refused exactly where paper says why."""
        self.stage.world.pass_time(minutes=1)
        if self.looking:
            note(f"{house} {deed.__name__}: {sorted(booked.reasons) or 'booked'}")
        made = None
        try:
            with self.stage.world.work(self.stage.houses[house].field.manager) as work:
                made = deed(work, **order)
        except Refused as refused:
            codes = {obstacle.code for obstacle in refused.obstacles}
            assert codes & booked.reasons, (codes, booked.reasons)
        except NotAllowed:
            assert booked.reasons, (deed.__name__, "not allowed")
        else:
            assert not booked.reasons, (deed.__name__, booked.reasons)
        self.bind(booked, made)
        return made

    def bind(self, booked: Booked, made: Any) -> None:
        """Remember which row is which lot on paper, and which movement made it."""
        rows = [made] if isinstance(made, Lot) else made if isinstance(made, tuple) else []
        if booked.reasons or booked.move is None:
            return
        self.keys |= {lot: row.id for lot, row in zip(booked.lots, rows, strict=True)}
        with self.stage.world.store.reading() as session:
            newest = select(Movement.id).order_by(Movement.seq.desc()).limit(1)
            self.moves[booked.move] = session.scalars(newest).one()

    def look(self, number: int = 0) -> None:
        """Hold the database against the paper."""
        if not self.looking:
            return
        lots = self.paper.lots
        self.focus = lots[number % len(lots)] if lots else None
        self.compared.all(self.focus)

    # -- choosing

    def pick(self, number: int, fit: Callable[[naive.Lot], bool] = lambda _: True) -> naive.Lot:
        """Choose a lot; nearly always one that fits and can be drawn on."""
        lots = self.paper.lots
        good = [lot for lot in lots if lot.status == "closed" and fit(lot)]
        return (
            (good or lots)[number % len(good or lots)] if number % 10 else lots[number % len(lots)]
        )

    def beside(self, lot: naive.Lot, number: int) -> naive.Lot:
        """Choose another lot of the same holder, nearly always one of the same kind."""
        own = [one for one in self.paper.lots if one.holder == lot.holder and one is not lot]
        same = [
            one
            for one in own
            if (one.form, one.state, one.status) == (lot.form, lot.state, "closed")
        ]
        among = (same if number % 4 else own) or own or [lot]
        return among[number % len(among)]

    def inputs(self, draws: Sequence[tuple[naive.Lot, int]]) -> list[tuple[UUID, int]]:
        """Name lots as the product does."""
        return [(self.keys[lot], mass_g) for lot, mass_g in draws]

    def has_lots(self) -> bool:
        """Tell whether there is anything to choose."""
        return bool(self.paper.lots)

    # -- collecting and time

    def stock_up(self) -> None:
        """Begin with goods of both operators in three stores, fresh and dry."""
        self.looking = False
        for operator in OPERATORS:
            for net_kg in (90, 70):
                self.collect(operator, net_kg, close=True)
            fresh, other = self.paper.lots[-2:]
            self.process("dry", [(fresh, 60 * KG)], 20 * KG, 0, 0)
            for lot in (self.paper.lots[-1], other):
                self.send(COMPANY, [(lot, lot.left_g // 2)])
                found, sent = self.sent[-1]
                self.reply(found, sent, [line.shipped_g for line in sent.lines], said=False)
        self.looking = True
        self.look()

    @rule(
        operator=OPERATOR,
        net_kg=st.integers(-1, 120),
        close=st.booleans(),
        ago=st.sampled_from([0, 0, 2, 5, 15, 60, 200]),
    )
    def collect(self, operator: str, net_kg: int, close: bool, ago: int = 0) -> None:
        net_g, field = net_kg * KG, self.stage.houses[operator].field
        self.stage.world.pass_time(minutes=1)
        at = self.stage.world.now - timedelta(minutes=ago)
        booked, lot = self.paper.collect(operator, net_g, gross_g=net_g + 2 * KG, at=at)
        order = field.order(net_kg, collected_at=at)
        made = self.does(operator, Booked(booked.reasons), deeds.record_receipt, **order)
        if lot is None:
            return self.look()
        self.receipts.append((made.id, lot, net_g, [False]))
        self.bind_collection(lot, made.lot_id)
        if close:
            self.close_one(lot)
        return self.look()

    def bind_collection(self, lot: naive.Lot, lot_id: UUID) -> None:
        """Remember the row of a collection lot."""
        assert self.keys.setdefault(lot, lot_id) == lot_id
        with self.stage.world.store.reading() as session:
            by = select(Movement.id).join(Lot, Lot.made_by == Movement.seq).where(Lot.id == lot_id)
            assert lot.born is not None
            self.moves[lot.born] = session.scalars(by).one()

    def close_one(self, lot: naive.Lot) -> None:
        booked = self.paper.close(lot)
        self.does(lot.holder, Booked(booked.reasons), deeds.close_lot, lot_id=self.keys[lot])

    @precondition(has_lots)
    @rule(number=NUMBERS)
    def close(self, number: int) -> None:
        own = [one for one in self.paper.lots if one.holder == one.operator in OPERATORS]
        waiting = [one for one in own if one.status == "open"] or own
        if not waiting:
            return
        self.close_one(waiting[number % len(waiting)])
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS)
    def reopen(self, number: int) -> None:
        lot = self.pick(number, lambda lot: not lot.taken_g and lot.form == "raw")
        if lot.holder not in OPERATORS or lot.operator != lot.holder:
            return
        booked = self.paper.reopen(lot)
        self.does(lot.holder, booked, deeds.reopen_lot, lot_id=self.keys[lot], reason="Too early.")
        self.look(number)

    @precondition(lambda self: self.receipts)
    @rule(number=NUMBERS)
    def take_receipt_back(self, number: int) -> None:
        receipt_id, lot, net_g, gone = self.receipts[number % len(self.receipts)]
        booked = self.paper.take_receipt_back(lot, net_g, again=gone[0])
        gone[0] = gone[0] or not booked.reasons
        order = {"receipt_id": receipt_id, "reason": "Wrong scale."}
        self.does(lot.operator, booked, deeds.reverse_receipt, **order)
        self.look(number)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.stage.world.pass_time(days=days)
        self.days += days
        self.paper.in_season = self.days <= SEASON_DAYS

    @rule(operator=OPERATOR)
    def suspend_or_lift(self, operator: str) -> None:
        self.stage.world.pass_time(minutes=1)
        lifted = operator in self.paper.suspended
        status = CertificateStatus.ISSUED if lifted else CertificateStatus.SUSPENDED
        set_status(self.stage.world, self.stage.certificates[operator], status)
        self.paper.turn(operator, self.stage.world.now)

    # -- processing

    @precondition(has_lots)
    @rule(
        number=NUMBERS,
        other=NUMBERS,
        share=SHARES,
        ratio=st.integers(21, 44),
        rest=st.integers(0, 9),
    )
    def dry(self, number: int, other: int, share: int, ratio: int, rest: int) -> None:
        lot = self.pick(number, lambda lot: lot.state == "fresh")
        draws = self.some(lot, other, share)
        out_g = sum(mass_g for _, mass_g in draws) * 10 // ratio
        by_g, loss_g = out_g * rest // 20, out_g * rest // 30
        self.process("dry", draws, out_g - by_g - loss_g, by_g, loss_g)

    @precondition(has_lots)
    @rule(
        kind=st.sampled_from(["cut", "sift", "mill"]),
        number=NUMBERS,
        other=NUMBERS,
        share=SHARES,
        by_kg=st.integers(0, 2),
        wrong=st.integers(0, 9),
    )
    def cut(  # noqa: PLR0917 - a batch has as many parts
        self, kind: str, number: int, other: int, share: int, by_kg: int, wrong: int
    ) -> None:
        craft = naive.CRAFTS[kind]
        forms = naive.LOOSE - {craft.never}
        lot = self.pick(number, lambda lot: lot.form in forms and lot.state in craft.states)
        draws = self.some(lot, other, share)
        out_g = sum(mass_g for _, mass_g in draws) - by_kg * KG - (wrong == 0)
        self.process(kind, draws, out_g, by_kg * KG, 0)

    @precondition(has_lots)
    @rule(
        number=NUMBERS,
        other=NUMBERS,
        share=SHARES,
        ratio=st.sampled_from([9, 10, 25, 40, 100, 5000]),
        water=st.sampled_from([0, 50, 80, 101]),
    )
    def distil(self, number: int, other: int, share: int, ratio: int, water: int) -> None:
        draws = self.some(self.pick(number, _is_loose), other, share)
        in_g = sum(mass_g for _, mass_g in draws)
        self.process("distil", draws, in_g // ratio, in_g * water // 100, 0)

    @precondition(has_lots)
    @rule(
        number=NUMBERS,
        other=NUMBERS,
        share=SHARES,
        oil_kg=st.integers(0, 60),
        pressed=st.sampled_from([0, 30, 90]),
        wrong=st.integers(0, 9),
    )
    def macerate(  # noqa: PLR0917 - a batch has as many parts
        self, number: int, other: int, share: int, oil_kg: int, pressed: int, wrong: int
    ) -> None:
        lot = self.pick(number, lambda lot: _is_loose(lot) and lot.state != "liquid")
        draws = self.some(lot, other, share)
        in_g = sum(mass_g for _, mass_g in draws)
        by_g = in_g * pressed // 100
        out_g = in_g + oil_kg * KG - by_g - (wrong == 0)
        self.process("macerate", draws, out_g, by_g, 0, added_g=oil_kg * KG)

    @precondition(lambda self: self.days < TRIAL_DAYS)
    @rule(
        house=HOUSE,
        kind=st.sampled_from(sorted(naive.CRAFTS)),
        out_kg=st.sampled_from([0, 1, 2, 8, 20, 25, 30, 35, 75, 98, 101, 600]),
        tolerance=st.sampled_from([10, 30, 50, 51]),
    )
    def trial(self, house: str, kind: str, out_kg: int, tolerance: int) -> None:
        """Try a hundred kilograms; the trial counts in every season a history comes to."""
        booked = naive_deeds.measure(self.paper, house, kind, (100, out_kg), tolerance)
        field = self.stage.houses[house].field
        for season in SEASONS:
            self.does(
                house,
                booked,
                deeds.measure_ratio,
                organisation_id=self.stage.houses[house].id,
                kind=MovementKind(kind),
                species_id=field.species_id,
                part=PlantPart.ROOT,
                season=season,
                in_g=100 * KG,
                out_g=out_kg * KG,
                tolerance_percent=tolerance,
                measured_on=self.stage.world.now.date(),
                method="Weighed before and after.",
            )

    @precondition(has_lots)
    @rule(number=NUMBERS, other=NUMBERS, share=SHARES, sugar=st.integers(0, 9))
    def make_product(self, number: int, other: int, share: int, sugar: int) -> None:
        """Make tea of root and sugar by the recipe of whoever holds the root, or nearly so."""
        lot = self.pick(number, lambda lot: _is_loose(lot) and lot.certified and lot.state == "dry")
        draws = self.some(lot, other, share)
        in_g = sum(mass_g for _, mass_g in draws)
        sugar_g = in_g if sugar == 0 else (in_g + 1) // 3
        booked = naive_deeds.product(self.paper, draws, sugar_g, 0)
        order = {"recipe": self.stage.recipes[lot.holder], "added": {2: sugar_g}}
        self.does(lot.holder, booked, deeds.blend_lots, inputs=self.inputs(draws), **order)
        self.look(number)

    def some(self, lot: naive.Lot, other: int, share: int) -> list[tuple[naive.Lot, int]]:
        """Take a share of a lot, now and then with all of another beside it."""
        draws = [(lot, lot.left_g * share // 100)]
        second = self.beside(lot, other)
        return draws if other % 3 or second is lot else [*draws, (second, second.left_g)]

    def process(  # noqa: PLR0917 - a batch has as many parts
        self,
        kind: str,
        draws: list[tuple[naive.Lot, int]],
        out_g: int,
        by_g: int,
        loss_g: int,
        added_g: int = 0,
    ) -> None:
        if out_g < 0:
            return
        weighed = naive_deeds.Weighed(out_g, by_g, loss_g, added_g)
        booked = naive_deeds.process(self.paper, kind, draws, weighed)
        order = {"inputs": self.inputs(draws), "loss_g": loss_g, "loss_reason": "Dust."}
        if added_g:
            order |= {"added_g": added_g, "added_what": "Olive oil"}
        outputs = [Output(out_g), Output(by_g, by_product=True)]
        kinds = MovementKind
        self.does(
            draws[0][0].holder,
            booked,
            deeds.process_lots,
            kind=kinds(kind),
            outputs=outputs,
            **order,
        )
        self.look()

    @precondition(has_lots)
    @rule(number=NUMBERS, share=SHARES, part=st.integers(0, 100))
    def split(self, number: int, share: int, part: int) -> None:
        lot = self.pick(number)
        total_g = lot.left_g * share // 100
        parts_g = [total_g * part // 100, total_g - total_g * part // 100]
        if lot.unit_g and number % 3:
            parts_g = [mass_g // lot.unit_g * lot.unit_g for mass_g in parts_g]
        parts_g = [mass_g for mass_g in parts_g if mass_g or number % 5 == 0]
        if parts_g:
            booked = naive_deeds.split(self.paper, lot, parts_g)
            self.does(lot.holder, booked, deeds.split_lot, lot_id=self.keys[lot], parts_g=parts_g)
            self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS, share=SHARES, names=st.sampled_from(["AB", "A", "AA"]))
    def grade(self, number: int, share: int, names: str) -> None:
        lot = self.pick(number)
        mass_g = lot.left_g * share // 100 // len(names)
        grades = [(name, mass_g) for name in names]
        booked = naive_deeds.grade(self.paper, lot, grades, 0)
        self.does(lot.holder, booked, deeds.grade_lot, lot_id=self.keys[lot], grades=grades)
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS, share=SHARES)
    def give_up(self, number: int, share: int) -> None:
        lot = self.pick(number, lambda lot: lot.certified and lot.holder in self.paper.suspended)
        mass_g = lot.left_g * share // 100
        if lot.unit_g and number % 3:
            mass_g = mass_g // lot.unit_g * lot.unit_g
        booked = naive_deeds.give_up(self.paper, lot, mass_g)
        order = {"lot_id": self.keys[lot], "mass_g": mass_g, "reason": "Sold without a claim."}
        self.does(lot.holder, booked, deeds.give_up_claim, **order)
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS, other=NUMBERS)
    def merge(self, number: int, other: int) -> None:
        lot = self.pick(number)
        lots = [lot, self.beside(lot, other)]
        booked = naive_deeds.merge(self.paper, lots)
        self.does(lot.holder, booked, deeds.merge_lots, lot_ids=[self.keys[one] for one in lots])
        self.look(number)

    @precondition(has_lots)
    @rule(
        number=NUMBERS, other=NUMBERS, share=SHARES, loss_kg=st.integers(0, 1), said=st.booleans()
    )
    def blend(self, number: int, other: int, share: int, loss_kg: int, said: bool) -> None:
        lot = self.pick(number, lambda lot: lot.holder == HOUSES[-1])
        second = self.beside(lot, other)
        if second is lot:
            return
        draws = [(lot, lot.left_g * share // 100), (second, second.left_g // (1 + other % 2))]
        loss_g = loss_kg * KG
        booked = naive_deeds.blend(self.paper, draws, loss_g, reason=said)
        why = "Spilt." if said else ""
        order = {"inputs": self.inputs(draws), "loss_g": loss_g, "loss_reason": why}
        self.does(lot.holder, booked, deeds.blend_lots, **order)
        self.look(number)

    # -- packing

    @precondition(has_lots)
    @rule(number=NUMBERS, share=SHARES, unit_kg=st.sampled_from([1, 5]))
    def pack(self, number: int, share: int, unit_kg: int) -> None:
        lot = self.pick(number)
        units = lot.left_g * share // 100 // (unit_kg * KG)
        booked = naive_deeds.pack(self.paper, lot, units, unit_kg * KG)
        order = {"lot_id": self.keys[lot], "units": units, "unit_g": unit_kg * KG}
        self.does(lot.holder, booked, deeds.pack_lot, **order)
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS, other=NUMBERS, share=SHARES)
    def palletise(self, number: int, other: int, share: int) -> None:
        lot = self.pick(number, lambda lot: lot.form == "packed")
        mass_g = lot.left_g * share // 100
        draws = [(lot, mass_g // (lot.unit_g or 1) * (lot.unit_g or 1))]
        second = self.beside(lot, other)
        if other % 2 and second is not lot:
            draws.append((second, second.left_g))
        booked = naive_deeds.palletise(self.paper, draws)
        self.does(lot.holder, booked, deeds.build_pallet, inputs=self.inputs(draws))
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS)
    def unpack(self, number: int) -> None:
        lot = self.pick(number, lambda lot: lot.form == "packed")
        parts = [self.keys[one] for one, _ in naive_deeds.on_pallet(lot)]
        booked = naive_deeds.unpack(self.paper, lot)
        if booked.move and parts:
            self.in_order(booked, parts)
        self.does(lot.holder, booked, deeds.unpack_lot, lot_id=self.keys[lot])
        self.look(number)

    def in_order(self, booked: Booked, parts: list[UUID]) -> None:
        """Unpacked lots come out by the numbers of those that went on the pallet."""
        with self.stage.world.store.reading() as session:
            query = select(Lot.id).where(Lot.id.in_(parts)).order_by(Lot.number)
            order = list(session.scalars(query))
        booked.lots[:] = [booked.lots[parts.index(one)] for one in order]

    # -- samples, losses, counts, holds

    @precondition(has_lots)
    @rule(number=NUMBERS, mass_g=st.sampled_from([0, 50, KG]))
    def sample(self, number: int, mass_g: int) -> None:
        lot = self.pick(number)
        booked = naive_deeds.sample(self.paper, lot, mass_g)
        self.does(lot.holder, booked, deeds.take_sample, lot_id=self.keys[lot], mass_g=mass_g)
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS, share=SHARES)
    def write_off(self, number: int, share: int) -> None:
        lot = self.pick(number)
        mass_g = lot.left_g * share // 100
        booked = naive_deeds.write_off(self.paper, lot, mass_g)
        order = {"lot_id": self.keys[lot], "mass_g": mass_g, "reason": "Mouldy."}
        self.does(lot.holder, booked, deeds.write_off, **order)
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS, share=SHARES, said=st.booleans())
    def count(self, number: int, share: int, said: bool) -> None:
        lot = self.pick(number)
        counted_g = lot.left_g * share // 100
        booked = naive_deeds.count(self.paper, lot, counted_g, explained=said)
        found = {self.keys[lot]: (counted_g, "Moisture." if said else "")}
        holder_id = self.stage.houses[lot.holder].id
        self.does(lot.holder, booked, count_stock, holder_id=holder_id, counted=found)
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS)
    def hold(self, number: int) -> None:
        under_way = [lot for lot in self.paper.lots if lot.status == "in-transit"]
        among = self.paper.lots if number % 3 or not under_way else under_way
        lot = among[number % len(among)]
        self.put_on_hold(lot)
        self.look(number)

    def put_on_hold(self, lot: naive.Lot) -> None:
        """Hold a lot for whoever has it."""
        order = {"lot_ids": [self.keys[lot]], "reason": "Doubt."}
        made = self.does(lot.holder, naive_deeds.hold(lot), deeds.hold_lots, **order)
        if made:
            self.placed[lot.held[-1]] = made[0].id

    def held(self) -> list[tuple[naive.Lot, naive.Hold]]:
        """List the holds that were placed here, and where they were carried on to, by lot."""
        known = self.placed.keys()
        return [(lot, one) for lot in self.paper.lots for one in lot.held if one.origin in known]

    @precondition(held)
    @rule(number=NUMBERS)
    def release(self, number: int) -> None:
        among = self.held()
        lot, hold = among[number % len(among)]
        reasons = frozenset({"hold-already-released"} if hold.ended else ())
        order = {"hold_id": self.row_of(lot, hold), "reason": "Cleared."}
        self.does(hold.by, Booked(reasons), deeds.release_hold, **order)
        for _, other in among if not hold.ended else ():
            other.ended |= other is hold or other.first is hold
        self.look(number)

    def row_of(self, lot: naive.Lot, hold: naive.Hold) -> UUID:
        """Find the row of a hold on a lot; the latest, where it came back after it had ended."""
        if hold.first is None:
            return self.placed[hold]
        with self.stage.world.store.reading() as session:
            of_lot = LotHold.lot_id == self.keys[lot]
            came = select(LotHold.id).where(
                of_lot, LotHold.carried_from_id == self.placed[hold.first]
            )
            rows = list(session.scalars(came.order_by(LotHold.placed_at)))
        same = [one for one in lot.held if one.first is hold.first]
        assert len(rows) == len(same)
        return rows[same.index(hold)]

    @precondition(has_lots)
    @rule(number=NUMBERS)
    def correct_held(self, number: int) -> None:
        """Undo what made goods on hold, or take their receipts back; hold some, where none are."""
        whole = [lot for lot in self.paper.lots if lot.status == "closed" and not lot.taken_g]
        made = [lot for lot in whole if lot.born and lot.born.kind not in naive.TRADED]
        bought = [at for at, one in enumerate(self.receipts) if one[1].status in {"open", "closed"}]
        if bought and number % 4 == 0:
            at = bought[number % len(bought)]
            self.put_on_hold(self.receipts[at][1])
            self.take_receipt_back(at)
        elif made:
            lot = made[-1 - number % min(3, len(made))]
            self.put_on_hold(lot)
            assert lot.born is not None
            self.undo(lot.born)
        self.look(number)

    @precondition(has_lots)
    @rule(number=NUMBERS)
    def correct(self, number: int) -> None:
        moves = [move for move in self.paper.moves if move.kind != "correct"]
        late = [move for move in moves[-6:] if move.kind not in naive.TRADED]
        move = (late if late and number % 5 else moves)[
            number % len(late if late and number % 5 else moves)
        ]
        self.undo(move)
        self.look(number)

    def undo(self, move: naive.Move) -> None:
        """Take a movement back."""
        booked = self.paper.correct(move)
        order = {"movement_id": self.moves[move], "reason": "Wrong lot."}
        self.does(move.by, booked, deeds.correct_movement, **order)

    @precondition(has_lots)
    @rule(number=NUMBERS, house=HOUSE)
    def stranger(self, number: int, house: str) -> None:
        """Who does not hold a lot can do nothing with it."""
        lot = self.pick(number)
        if house == lot.holder:
            return None
        actor = self.stage.houses[house].field.manager
        try:
            with self.stage.world.work(actor) as work:
                deeds.split_lot(work, lot_id=self.keys[lot], parts_g=[1])
        except (NotAllowed, NotFound):
            return self.look(number)
        raise AssertionError(house)

    # -- trade

    @precondition(has_lots)
    @rule(number=NUMBERS, other=NUMBERS, share=SHARES, receiver=HOUSE)
    def ship(self, number: int, other: int, share: int, receiver: str) -> None:
        lot = self.pick(number)
        mass_g = lot.left_g * share // 100
        if lot.unit_g and number % 3:
            mass_g = mass_g // lot.unit_g * lot.unit_g
        draws, second = [(lot, mass_g)], self.beside(lot, other)
        if other % 3 == 0 and second is not lot:
            draws.append((second, second.left_g))
        self.send(receiver, draws)
        self.look(number)

    def send(self, receiver: str, draws: list[tuple[naive.Lot, int]]) -> None:
        """Ship from whoever holds the first of these lots."""
        sender, houses = draws[0][0].holder, self.stage.houses
        booked, sent = naive_deeds.ship(self.paper, sender, receiver, draws)
        sides = {"sender_id": houses[sender].id, "receiver_id": houses[receiver].id}
        made = self.does(sender, booked, trade.ship, lines=self.inputs(draws), **sides)
        if sent is not None:
            self.sent.append((made.id, sent))
            self.bind_lines(made.id, sent)

    def bind_lines(self, consignment_id: UUID, sent: naive_deeds.Consignment) -> list[Any]:
        """Remember the rows of every lot a consignment made; gives its lines."""
        actor = self.stage.houses[sent.sender].field.manager
        with self.stage.world.reading(actor) as reading:
            consignment = get_consignment(reading, consignment_id)
            made = {row.id: row.made_by for row in reading.session.scalars(select(Lot))}
            ids = dict(reading.session.execute(select(Movement.seq, Movement.id)).all())
        for line, row in zip(sent.lines, consignment.lines, strict=True):
            back = [
                one
                for one in self.paper.lots
                if line.received in [lot for lot, _ in (one.born.took if one.born else ())]
                and one.born
                and one.born.kind == "take-back"
            ]
            pairs = [(line.transit, row.transit_lot_id), (line.received, row.received_lot_id)]
            pairs += [
                (line.returned, row.returned_lot_id),
                *((one, row.taken_back_lot_id) for one in back),
            ]
            for lot, lot_id in pairs:
                assert (lot is None) == (lot_id is None)
                if lot is not None and lot.born is not None:
                    self.keys[lot] = lot_id
                    self.moves[lot.born] = ids[made[lot_id]]
        return list(consignment.lines)

    def chosen(self, number: int) -> tuple[UUID, naive_deeds.Consignment]:
        return self.sent[-1 - number % len(self.sent)]

    @precondition(lambda self: self.sent)
    @rule(number=NUMBERS, share=SHARES, said=st.booleans())
    def answer(self, number: int, share: int, said: bool) -> None:
        waiting = [one for one in self.sent if one[1].status == "shipped"]
        found, sent = (
            waiting[number % len(waiting)] if waiting and number % 6 else self.chosen(number)
        )
        self.reply(found, sent, [line.shipped_g * share // 100 for line in sent.lines], said=said)
        self.look(number)

    def reply(
        self, found: UUID, sent: naive_deeds.Consignment, came_g: list[int], *, said: bool
    ) -> None:
        """Say for the receiver what came."""
        rows = self.bind_lines(found, sent)
        booked = naive_deeds.answer(self.paper, sent, came_g, reason=said)
        received = {row.id: mass_g for row, mass_g in zip(rows, came_g, strict=True)}
        order = {"consignment_id": found, "received": received, "reason": "Wet." if said else ""}
        self.does(sent.receiver, booked, trade.answer_consignment, **order)
        self.bind_lines(found, sent)

    @precondition(lambda self: self.sent)
    @rule(number=NUMBERS)
    def call_back(self, number: int) -> None:
        found, sent = self.chosen(number)
        booked = naive_deeds.call_back(self.paper, sent)
        self.does(sent.sender, booked, trade.call_back, consignment_id=found, reason="Mistake.")
        self.bind_lines(found, sent)
        self.look(number)

    @precondition(lambda self: self.sent)
    @rule(number=NUMBERS, agree=st.booleans(), same_side=st.integers(0, 4), by_sender=st.booleans())
    def reverse(self, number: int, agree: bool, same_side: int, by_sender: bool) -> None:
        found, sent = self.chosen(number)
        side, other = (sent.sender, sent.receiver)[:: 1 if by_sender else -1]
        booked = naive_deeds.ask_reversal(sent, side)
        order = {"consignment_id": found, "reason": "Wrong goods."}
        asked = self.does(side, booked, trade.ask_reversal, **order)
        if asked is not None:
            decides = side if same_side == 0 else other
            self.decide(found, sent, asked.id, decides, agree=agree)
            if sent.asked_by:
                self.decide(found, sent, asked.id, other, agree=False)
        self.look(number)

    def decide(
        self, found: UUID, sent: naive_deeds.Consignment, asked: UUID, side: str, *, agree: bool
    ) -> None:
        booked = naive_deeds.decide_reversal(self.paper, sent, side, agree=agree)
        decision = Decision.AGREE if agree else Decision.DECLINE
        self.does(side, booked, trade.answer_reversal, reversal_id=asked, decision=decision)
        self.bind_lines(found, sent)

    @precondition(lambda self: any(line.missing_g for _, sent in self.sent for line in sent.lines))
    @rule(
        number=NUMBERS,
        outcome=st.sampled_from(["came-back", "lost", "weighed-wrongly"]),
        by_sender=st.booleans(),
        same_side=st.integers(0, 4),
    )
    def settle(self, number: int, outcome: str, by_sender: bool, same_side: int) -> None:
        open_lines = [
            (found, sent, at)
            for found, sent in self.sent
            for at, line in enumerate(sent.lines)
            if line.missing_g
        ]
        found, sent, at = open_lines[number % len(open_lines)]
        difference_id = self.bind_lines(found, sent)[at].difference.id
        line = sent.lines[at]
        side, other = (sent.sender, sent.receiver)[:: 1 if by_sender else -1]
        said = {"difference_id": difference_id, "outcome": DifferenceOutcome(outcome)}
        self.does(side, naive_deeds.propose(line, side, outcome), trade.propose_outcome, **said)
        self.look(number)
        decides = side if same_side == 0 else other
        booked = naive_deeds.settle(self.paper, line, decides)
        order = {"difference_id": difference_id, "decision": Decision.AGREE}
        self.does(decides, booked, trade.settle_difference, **order)
        self.look(number)


def _is_loose(lot: naive.Lot) -> bool:
    """Tell whether something lies there to be processed."""
    return lot.form in naive.LOOSE


def stocked(stage: Stage) -> tuple[Stage, Memory]:
    """Give a stage with goods in three stores, and the paper that goes with it."""

    class Beginning(History):
        make_stage = staticmethod(lambda: stage)

    begun = Beginning()
    begun.stock_up()
    return stage, begun.remembered
