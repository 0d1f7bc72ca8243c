"""Writing a made supply chain into our own tables, as fast as the engine takes rows."""

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Table, text

from fairwild.bench.graph import Graph, Loaded
from fairwild.bench.rows import BEGAN, Rows, indexed_afterwards, shape_of, unchecked
from fairwild.lots.operations.fragments import Brought, fragments_of, origins_of_draws
from fairwild.store.engine import Store
from fairwild.tables import metadata

AREAS, HARVESTERS = 25, 400
LARGE = ("movement", "movement_input", "movement_origin", "lot", "receipt")
SECONDS_APART = 20


def _table(name: str) -> Table:
    return metadata.tables[name]


class Loader:
    """Writes one graph: parties first, then movements in their order."""

    def __init__(self, connection: Any, graph: Graph, *, seed: int) -> None:
        self.connection, self.graph = connection, graph
        draw = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
        self.draw = draw
        self.shapes: dict[int, tuple[str, str]] = {}
        self.ids = [UUID(int=draw.getrandbits(128)) for _ in range(graph.size)]
        self.operator, self.person, self.species = (self._id() for _ in range(3))
        self.areas = [self._id() for _ in range(AREAS)]
        self.quantities = [self._id() for _ in range(AREAS)]
        self.harvesters = [self._id() for _ in range(HARVESTERS)]

    def _id(self) -> UUID:
        return UUID(int=self.draw.getrandbits(128))

    def load(self) -> Loaded:
        """Write everything and say what was written."""
        self._parties()
        self._movements()
        return Loaded(
            self.graph,
            self.ids,
            self.operator,
            self.person,
            self.species,
            self.areas,
            self.harvesters,
        )

    def _rows(self, table: str, *varying: str, **same: Any) -> Rows:
        return Rows(self.connection, _table(table), varying, **same)

    def _parties(self) -> None:
        """Write the operator, its people, its areas and its harvesters."""
        written = [
            self._rows(
                "organisation",
                "id",
                kind="operator",
                code="BEN",
                name="Bench",
                country="ES",
                time_zone="UTC",
                currency="EUR",
            ),
            self._rows("species", "id", code="GLYGLA", scientific_name="Glycyrrhiza glabra"),
            self._rows("person", "id", email="bench@example.org", name="Bench"),
        ]
        for rows, one in zip(written, (self.operator, self.species, self.person), strict=True):
            rows.add(one)
        areas = self._rows("collection_area", "id", "code", operator_id=self.operator, country="ES")
        quantities = self._rows(
            "maximum_quantity",
            "id",
            "area_id",
            "drawn_g",
            **self._goods(),
            operator_id=self.operator,
            season_from=date(2026, 1, 1),
            season_until=date(2027, 1, 1),
            limit_g=10**12,
            state="fresh",
        )
        drawn_g = [0] * AREAS
        for lot in filter(self.graph.is_collected, range(self.graph.size)):
            drawn_g[lot % AREAS] += self.graph.mass_g[lot]
        for number, (area, quantity) in enumerate(zip(self.areas, self.quantities, strict=True)):
            areas.add(area, f"B{number}")
            quantities.add(quantity, area, drawn_g[number])
        harvesters = self._rows(
            "harvester",
            "id",
            "local_id",
            "card_code",
            operator_id=self.operator,
            birth_year=1980,
            sex="female",
        )
        for number, one in enumerate(self.harvesters):
            harvesters.add(one, f"H{number}", f"HARVESTER{number:07d}")
        for rows in (*written, areas, quantities, harvesters):
            rows.write()

    def _goods(self) -> dict[str, Any]:
        return {"species_id": self.species, "part": "root"}

    def _movements(self) -> None:
        self.movement = self._rows(
            "movement",
            "seq",
            "id",
            "kind",
            "at",
            "facts",
            recorded_at=BEGAN,
            organisation_id=self.operator,
            certified=False,
        )
        self.lot = self._lots()
        self.input = self._rows("movement_input", "movement_seq", "lot_id", "taken_g")
        self.before = self._rows("movement_before", "movement_seq", "earlier_seq")
        self.receipt = self._receipts()
        origins = [one.name for one in _table("movement_origin").columns]
        self.origin = self._rows("movement_origin", *origins)
        fragments = [one.name for one in _table("movement_fragment").columns]
        self.fragment = self._rows("movement_fragment", *fragments)
        for seq in range(1, len(self.graph.kinds)):
            self._write(seq)
        for rows in (
            self.movement,
            self.lot,
            self.input,
            self.before,
            self.receipt,
            self.origin,
            self.fragment,
        ):
            rows.write()

    def _lots(self) -> Rows:
        return self._rows(
            "lot",
            "id",
            "number",
            "code",
            "made_by",
            "made_at",
            "form",
            "state",
            "area_id",
            "season",
            "status",
            "made_g",
            "taken_g",
            "units",
            "unit_g",
            **self._goods(),
            operator_id=self.operator,
            holder_id=self.operator,
            certified=False,
        )

    def _receipts(self) -> Rows:
        return self._rows(
            "receipt",
            "id",
            "number",
            "lot_id",
            "harvester_id",
            "area_id",
            "maximum_quantity_id",
            "collected_at",
            "gross_g",
            "net_g",
            **self._goods(),
            operator_id=self.operator,
            state="fresh",
            currency="EUR",
            recorded_at=BEGAN,
        )

    def _write(self, seq: int) -> None:
        """Write one movement with all that stands beside it."""
        graph, at = self.graph, BEGAN + timedelta(seconds=seq * SECONDS_APART)
        kind = graph.kinds[seq]
        water_g = self._dried_g(seq) if kind == "dry" else 0
        self.movement.add(seq, self._id(), kind, at, f'{{"water_g": {water_g}}}')
        for lot in graph.made[seq]:
            self._write_lot(lot, kind, seq, at)
        pairs = graph.inputs.get(seq, ())
        for lot, taken_g in pairs:
            self.input.add(seq, self.ids[lot], taken_g)
        earlier = {graph.made_by[lot] for lot, _ in pairs if not graph.is_collected(lot)}
        for one in sorted(earlier):
            self.before.add(seq, one)
        if collected := [pair for pair in pairs if graph.is_collected(pair[0])]:
            self._write_origins(seq, collected)

    def _dried_g(self, seq: int) -> int:
        """What went into a movement and did not come out of it."""
        taken_g = sum(mass_g for _, mass_g in self.graph.inputs[seq])
        return taken_g - sum(self.graph.mass_g[lot] for lot in self.graph.made[seq])

    def _write_lot(self, lot: int, kind: str, seq: int, at: datetime) -> None:
        graph, is_collected = self.graph, kind == "collect"
        form, state = self.shapes[lot] = shape_of(
            kind, [self.shapes[one] for one, _ in graph.inputs.get(seq, ())]
        )
        used = graph.taken_g[lot] == graph.mass_g[lot]
        status = "in-transit" if kind == "ship" else "used" if used else "closed"
        area = self.areas[lot % AREAS] if is_collected else None
        code = f"{lot:016X}"
        season, unit_g = (2026, None) if is_collected else (None, graph.mass_g[lot])
        units = None if is_collected else 1
        self.lot.add(
            self.ids[lot],
            f"BEN-GLYGLA-{lot:08d}",
            code,
            seq,
            at,
            form,
            state,
            area,
            season,
            status,
            graph.mass_g[lot],
            graph.taken_g[lot],
            units,
            unit_g,
        )
        if is_collected:
            net_g = graph.mass_g[lot]
            self.receipt.add(
                self._id(),
                f"BEN-R-{lot:08d}",
                self.ids[lot],
                self.harvesters[lot % HARVESTERS],
                area,
                self.quantities[lot % AREAS],
                at,
                net_g,
                net_g,
            )

    def _write_origins(self, seq: int, pairs: Iterable[tuple[int, int]]) -> None:
        draws, brought = [], {}
        for lot, taken_g in pairs:
            at = BEGAN + timedelta(seconds=self.graph.made_by[lot] * SECONDS_APART)
            net_g = self.graph.mass_g[lot]
            facts = SimpleNamespace(
                id=self.ids[lot],
                number=f"BEN-GLYGLA-{lot:08d}",
                operator_id=self.operator,
                area_id=self.areas[lot % AREAS],
                species_id=self.species,
                part="root",
                state="fresh",
                made_g=net_g,
            )
            draws.append(SimpleNamespace(lot=facts, wanted_g=taken_g))
            brought[facts.id] = [Brought(self.harvesters[lot % HARVESTERS], 1, at, at, net_g)]
        for row in origins_of_draws(seq, draws, brought):  # type: ignore[arg-type]  # as much of a draw as is read
            self.origin.add(*(row[one.name] for one in _table("movement_origin").columns))
        for row in fragments_of(seq, draws, brought):  # type: ignore[arg-type]  # the same
            self.fragment.add(*(row[one.name] for one in _table("movement_fragment").columns))


def load(store: Store, graph: Graph, *, seed: int = 1) -> Loaded:
    """Write a graph into an empty database, keys unchecked on the way, and analyse it."""
    with (
        store.engine.connect() as connection,
        unchecked(connection),
        indexed_afterwards(connection, map(_table, LARGE)),
    ):
        loaded = Loader(connection, graph, seed=seed).load()
        if connection.dialect.name != "sqlite":
            counted = "SELECT setval(pg_get_serial_sequence('movement', 'seq'), :last)"
            connection.execute(text(counted), {"last": len(graph.kinds)})
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return loaded
