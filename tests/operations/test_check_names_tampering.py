"""`fairwild check` names whatever was changed behind the back of the deeds."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, func, select, update

from fairwild.cli import main
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.labels.operations import order_labels
from fairwild.labels.records import PrintRun
from fairwild.lots.operations import (
    blend_lots,
    close_lot,
    correct_movement,
    dry_lots,
    pack_lot,
    split_lot,
    take_sample,
)
from fairwild.lots.queries import check_balances
from fairwild.lots.records import Lot, Movement, MovementInput, Receipt
from fairwild.store.engine import Store
from tests.builders import World
from tests.conftest import ENGINES
from tests.copies import copied, dropped
from tests.lots_builders import KG, Field, certify, field_of, second_area

OTHER_PLANT = "GLYURA"


class House:
    """A way of certified goods and a few uncertified ones, all by deeds, and its check."""

    def __init__(self, world: World, instance: Path) -> None:
        self.world, self.instance = world, instance
        self.field: Field = field_of(world)
        self.plant = world.species(OTHER_PLANT, "Glycyrrhiza uralensis")
        self.certificate = certify(self.field)
        self.area = second_area(self.field)
        self.numbers: dict[str, str] = {}
        world.pass_time(hours=1)
        self._fill()
        world.pass_time(hours=1)
        self.other = certify(self.field, number="CB-2026-00002")

    def _fill(self) -> None:
        does = self.field.does
        raw = self.field.lot(400, 300)
        dry = does(dry_lots, inputs=[(raw.id, 600 * KG)], output_g=200 * KG)
        packed = does(pack_lot, lot_id=dry.id, units=10, unit_g=5 * KG)
        parts = does(split_lot, lot_id=dry.id, parts_g=[20 * KG, 30 * KG])
        blend = does(blend_lots, inputs=[(one.id, 10 * KG) for one in parts])
        sample = does(take_sample, lot_id=dry.id, mass_g=100)
        order = {"sheet": "a4-3x8", "label_count": 4, "base_url": "https://fw.example"}
        does(order_labels, lot_id=packed.id, **order)
        wrong = does(split_lot, lot_id=dry.id, parts_g=[KG])[0]
        with self.world.reading(self.field.manager) as reading:
            wrong_id = reading.session.scalar(
                select(Movement.id).where(Movement.seq == wrong.made_by)
            )
        does(correct_movement, movement_id=wrong_id, reason="Not split at all.")
        harvester = self.field.more["harvester-B4"]
        bought = self.field.buy(90, area_id=self.area, harvester_id=harvester)
        plain = does(close_lot, lot_id=bought.lot_id)
        plain_dry = does(dry_lots, inputs=[(plain.id, 90 * KG)], output_g=30 * KG)
        lots = {"raw": raw, "dry": dry, "packed": packed, "part": parts[0], "blend": blend}
        lots |= {"sample": sample, "plain": plain, "plain-dry": plain_dry}
        self.numbers = {name: lot.number for name, lot in lots.items()}

    def moved_to(self, store: Store) -> "House":
        """Give the same house over a copy of its database."""
        moved = copy(self)
        moved.world = World(store)
        moved.world.now = self.world.now
        moved.field = replace(self.field, world=moved.world)
        return moved

    def check(self) -> Result:
        """Run the command against this database."""
        url = self.world.store.engine.url.render_as_string(hide_password=False)
        told = {"FAIRWILD_INSTANCE": str(self.instance), "FAIRWILD_DATABASE_URL": url}
        return CliRunner().invoke(main, ["check"], env=told)

    def set_lot(self, name: str, **columns: object) -> None:
        """Change a row of a lot without a deed."""
        with self.world.store.engine.begin() as connection:
            lot = Lot.number == self.numbers[name]
            connection.execute(update(Lot).where(lot).values(**columns))

    def set_receipt(self, receipt_id: UUID, **columns: object) -> None:
        """Change a row of a receipt without a deed."""
        with self.world.store.engine.begin() as connection:
            receipt = Receipt.id == receipt_id
            connection.execute(update(Receipt).where(receipt).values(**columns))

    def raw(self, change: Callable[[Connection], object]) -> None:
        """Change rows without a deed."""
        with self.world.store.engine.begin() as connection:
            change(connection)


@pytest.fixture(scope="module", params=ENGINES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Goods that hold, built once on either engine."""
    folder = tmp_path_factory.mktemp("goods")
    store = copied(request.getfixturevalue(f"{request.param}_template"), folder)
    yield House(World(store), folder)
    dropped(store)


@pytest.fixture
def house(built: House, tmp_path: Path) -> Iterator[House]:
    """Goods that hold, to be tampered with."""
    store = copied(built.world.store, tmp_path)
    yield built.moved_to(store)
    dropped(store)


def _add_water(house: House, connection: Connection) -> None:
    """Make a ton more of a dry lot, with less water driven out, so that masses still agree."""
    number = house.numbers["dry"]
    seq, facts = connection.execute(
        select(Movement.seq, Movement.facts)
        .join(Lot, Lot.made_by == Movement.seq)
        .where(Lot.number == number)
    ).one()
    less = facts | {"water_g": facts["water_g"] - 1000 * KG}
    connection.execute(update(Movement).where(Movement.seq == seq).values(facts=less))
    more = update(Lot).where(Lot.number == number).values(made_g=Lot.made_g + 1000 * KG)
    connection.execute(more)


CHANGES: dict[str, tuple[str, Callable[[House], dict[str, object]]]] = {
    "certified of a plain lot": ("plain-dry", lambda one: {"certified": True}),
    "certified under a certificate": (
        "plain",
        lambda one: {"certified": True, "certificate_id": one.certificate},
    ),
    "certified taken away": ("dry", lambda _: {"certified": False, "certificate_id": None}),
    "certified of a sample": ("sample", lambda _: {"certified": False, "certificate_id": None}),
    "certificate": ("blend", lambda one: {"certificate_id": one.other}),
    "species": ("dry", lambda one: {"species_id": one.plant}),
    "species of a collection": ("raw", lambda one: {"species_id": one.plant}),
    "part": ("part", lambda _: {"part": PlantPart.LEAF}),
    "holder": ("dry", lambda one: {"holder_id": one.world.organisation(OrganisationKind.COMPANY)}),
    "form": ("part", lambda _: {"form": Form.CUT}),
    "state": ("dry", lambda _: {"state": State.FRESH}),
    "area": ("raw", lambda _: {"area_id": None}),
    "area of what was dried": ("dry", lambda one: {"area_id": one.area}),
    "season": ("dry", lambda _: {"season": 2025}),
    "labels": ("packed", lambda _: {"labels": Lot.labels + 100}),
    "units": ("packed", lambda _: {"units": Lot.units + 5}),
    "units and their weight": ("packed", lambda _: {"units": 5, "unit_g": 10 * KG}),
    "mass": ("part", lambda _: {"made_g": Lot.made_g + 1000 * KG}),
    "number": ("sample", lambda _: {"code": "0" * 10, "grade": "first"}),
}


def test_what_deeds_wrote_holds(house: House) -> None:
    answer = house.check()
    assert (answer.output, answer.exit_code) == ("Everything holds.\n", 0)


@pytest.mark.parametrize("changed", CHANGES)
def test_a_changed_lot_is_named(house: House, changed: str) -> None:
    name, columns = CHANGES[changed]
    house.set_lot(name, **columns(house))
    answer = house.check()
    assert answer.exit_code == 1
    assert f"lot {house.numbers[name]} says " in answer.output


@pytest.mark.parametrize(
    "columns",
    [
        {"certified": True},
        {"certified": False},
        {"judgement": "no-certificate"},
        {"loss_g": 5},
        {"organisation_id": None},
        {"facts": {"water_g": 1}},
    ],
)
def test_a_changed_movement_is_named(house: House, columns: dict[str, object]) -> None:
    name = "plain-dry" if columns.get("certified") else "dry"
    with house.world.store.reading() as session:
        seq = session.scalar(select(Lot.made_by).where(Lot.number == house.numbers[name]))
    if "organisation_id" in columns:
        columns = {"organisation_id": house.world.organisation(OrganisationKind.COMPANY)}
    change = update(Movement).where(Movement.seq == seq).values(**columns)
    house.raw(lambda connection: connection.execute(change))
    answer = house.check()
    assert answer.exit_code == 1
    assert f"movement {seq}" in answer.output


def test_a_flip_of_lot_and_movement_together_is_named(house: House) -> None:
    made = {"certified": True, "certificate_id": house.certificate}
    house.set_lot("plain-dry", **made)
    with house.world.store.reading() as session:
        seq = session.scalar(select(Lot.made_by).where(Lot.number == house.numbers["plain-dry"]))
    change = update(Movement).where(Movement.seq == seq).values(**made)
    house.raw(lambda connection: connection.execute(change))
    answer = house.check()
    assert answer.exit_code == 1
    assert f"lot {house.numbers['plain-dry']} says certified True" in answer.output
    with house.world.store.reading() as session:
        found = [fault.sentence for fault in check_balances(session)]
    assert len(found) >= 1
    assert any("made of uncertified" in sentence for sentence in found)


def test_a_changed_receipt_is_named(house: House) -> None:
    with house.world.store.reading() as session:
        first = session.scalars(select(Receipt).order_by(Receipt.number)).first()
    assert first is not None
    heavier = {"gross_g": first.gross_g + KG, "net_g": first.net_g + KG}
    for name, columns in {
        "gross_g": heavier,
        "price_per_kg_minor": {"price_per_kg_minor": 95},
        "harvester": {"harvester_id": house.field.more["harvester-B4"]},
    }.items():
        before = {key: getattr(first, key) for key in columns}
        house.set_receipt(first.id, **columns)
        answer = house.check()
        assert answer.exit_code == 1
        assert f"receipt {first.number} says {name} " in answer.output
        house.set_receipt(first.id, **before)
    assert house.check().exit_code == 0


def test_a_collection_turned_to_certified_is_named(house: House) -> None:
    house.set_lot("plain", certified=True, certificate_id=house.certificate)
    answer = house.check()
    assert answer.exit_code == 1
    assert f"lot {house.numbers['plain']} says certified True" in answer.output
    with house.world.store.reading() as session:
        found = [fault.sentence for fault in check_balances(session)]
    assert any("the certificates then in force say not certified" in one for one in found)


def test_more_goods_with_less_water_are_named(house: House) -> None:
    house.raw(lambda connection: _add_water(house, connection))
    answer = house.check()
    assert answer.exit_code == 1
    assert f"lot {house.numbers['dry']} says made_g" in answer.output
    assert "the ledger says made_g 200000" in answer.output


def test_a_lot_nobody_was_told_of_is_named(house: House) -> None:
    with house.world.store.reading() as session:
        found = session.execute(select(Lot.__table__).where(Lot.number == house.numbers["raw"]))
        row = dict(found.mappings().one())
    forged: dict[str, UUID | str] = {"id": uuid4(), "number": "EBR-FORGED", "code": "FORGED0001"}
    table = Lot.__table__
    house.raw(lambda connection: connection.execute(table.insert().values(**row | forged)))
    answer = house.check()
    assert answer.exit_code == 1
    assert "lot EBR-FORGED says" in answer.output


def test_the_builders_rows_are_many_enough(house: House) -> None:
    with house.world.store.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(model))
            for model in (Lot, Movement, MovementInput, Receipt, PrintRun)
        ]
    assert min(one or 0 for one in counts) >= 1
    assert (counts[0] or 0) >= len(house.numbers)
