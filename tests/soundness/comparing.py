"""The database beside the paper, line by line, after every step."""

from collections import defaultdict
from itertools import chain
from uuid import UUID

from sqlalchemy import func, select

from fairwild.areas.records import MaximumQuantity
from fairwild.labels.queries import labels_made
from fairwild.ledger.verification import verify
from fairwild.lots.queries import check_balances, check_records, trace_of_any
from fairwild.lots.records import Lot, LotCertificate, Movement, MovementInput
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading, begin_reading
from tests.soundness import naive
from tests.soundness.naive import Paper
from tests.soundness.stage import OPERATORS, Stage

Keys = dict[naive.Lot, UUID]


def said_of(lot: naive.Lot) -> tuple[object, ...]:
    """Say what paper knows of a lot."""
    mass = (lot.made_g, lot.taken_g, lot.left_g)
    what = (lot.form, lot.packed, lot.state, lot.unit_g, lot.grade)
    whose = (lot.holder, lot.operator)
    return (*mass, lot.status, lot.holds, *what, *whose, lot.certified, lot.certs)


class Comparison:
    """Reads the database in one go and holds it against the paper."""

    def __init__(self, stage: Stage, paper: Paper, keys: Keys, codes: dict[UUID, str]) -> None:
        self.stage, self.paper, self.keys, self.codes = stage, paper, keys, codes
        self.operator_of = {one: code for code, one in stage.certificates.items()}

    def all(self, focus: naive.Lot | None) -> None:
        """Hold everything against the paper, and both traces of one lot."""
        actor = self.stage.houses["EBR"].field.manager
        with begin_reading(self.stage.world.store, actor, now=self.stage.world.now) as reading:
            rows = {row.id: row for row in reading.session.scalars(select(Lot))}
            self._lots(reading, rows)
            self._limits(reading)
            self._origins(reading, rows)
            if focus is not None:
                self._traces(reading, focus, rows[self.keys[focus]])

    def _lots(self, reading: Reading, rows: dict[UUID, Lot]) -> None:
        certificates: dict[UUID, set[str]] = defaultdict(set)
        for one in reading.session.scalars(select(LotCertificate)):
            certificates[one.lot_id].add(self.operator_of[one.certificate_id])
        told = {
            lot_id: (
                *(row.made_g, row.taken_g, row.available_g, row.status.value, row.holds),
                *(row.form.value, row.packed_form.value if row.packed_form else ""),
                *(row.state.value, row.unit_g or 0, row.grade),
                *(self.codes[row.holder_id], self.codes[row.operator_id], row.certified),
                self._named(row, certificates[lot_id]),
            )
            for lot_id, row in rows.items()
        }
        assert told == {self.keys[lot]: said_of(lot) for lot in self.paper.lots}
        assert all(row.available_g >= 0 for row in rows.values())
        assert self.paper.adds_up()

    def _named(self, row: Lot, several: set[str]) -> frozenset[str]:
        """Give the operators whose certificates a lot names, alone or beside it."""
        one = {self.operator_of[row.certificate_id]} if row.certificate_id else set()
        return frozenset(several | one)

    def _limits(self, reading: Reading) -> None:
        drawn = dict(
            reading.session.execute(select(MaximumQuantity.id, MaximumQuantity.drawn_g)).all()
        )
        houses = self.stage.houses
        assert {one: drawn[houses[one].field.quantity_id] for one in OPERATORS} == (
            self.paper.drawn_g
        )
        count = reading.session.scalar(select(func.count()).select_from(Movement))
        assert count == len(self.paper.moves)

    def _origins(self, reading: Reading, rows: dict[UUID, Lot]) -> None:
        """Every lot comes, by ever older movements, from collections and from nothing else."""
        taken = defaultdict(list)
        for one in reading.session.scalars(select(MovementInput)):
            taken[one.movement_seq].append(one.lot_id)
        kinds = dict(reading.session.execute(select(Movement.seq, Movement.kind)).all())
        for row in rows.values():
            before = taken[row.made_by]
            assert before or kinds[row.made_by] is MovementKind.COLLECT
            assert all(rows[lot_id].made_by < row.made_by for lot_id in before)

    def _traces(self, reading: Reading, focus: naive.Lot, row: Lot) -> None:
        trace = trace_of_any(reading, row)
        down = {lot_id for move in trace.downstream for lot_id, _ in move.outputs}
        assert down == {self.keys[lot] for lot in self.paper.downstream(focus)}
        if focus.status != "undone":
            up = {lot_id for move in trace.upstream for lot_id, _ in move.inputs}
            assert up == {self.keys[lot] for lot in self.paper.upstream(focus)}

    def ledger(self) -> None:
        """At the end of a history the ledger is whole, and `fairwild check` finds nothing."""
        with self.stage.world.store.reading() as session:
            assert list(verify(session).faults) == []
            found = chain(check_records(session, labels_made()), check_balances(session))
            assert [fault.sentence for fault in found] == []
