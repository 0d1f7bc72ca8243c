"""Labels are made with codes of their own, worded once, and found again."""

import pytest
from sqlalchemy import select

from fairwild.kernel.codes import grouped
from fairwild.kernel.refusals import Invalid, NotFound, Refused
from fairwild.labels.operations import order_labels
from fairwild.labels.queries import codes_of, find_label, pdf_of_run
from fairwild.labels.records import Label
from fairwild.ledger.records import LedgerEntry
from fairwild.lots.states import LotStatus
from fairwild.species.records import Species
from tests.builders import World
from tests.trade_builders import company_member, stock

ORDER = {"sheet": "a4-3x8", "label_count": 3, "base_url": "https://trace.example.org"}


def test_every_label_has_a_code_that_is_found_however_it_is_typed(world: World) -> None:
    operator = world.operator_manager()
    lot_id = stock(world, operator, 1000)
    with world.work(operator) as work:
        run = order_labels(work, lot_id=lot_id, **ORDER)
    with world.reading(operator) as reading:
        codes = codes_of(reading, run.id)
        assert len(set(codes)) == 3
        found = find_label(reading, grouped(codes[1]).lower())
        assert found is not None
        assert (found.serial, found.run.lot_id) == (2, lot_id)
        assert find_label(reading, "0" * 15) is None
        assert pdf_of_run(reading, run.id) == pdf_of_run(reading, run.id)
    with world.store.reading() as session:
        [entry] = session.scalars(select(LedgerEntry).where(LedgerEntry.subject_id == run.id))
        assert (entry.kind, entry.data["label_count"]) == ("labels-ordered", 3)


def test_names_that_do_not_fit_are_left_out_rather_than_cut(world: World) -> None:
    operator = world.operator_manager()
    long = Species(
        code="LONG",
        scientific_name="Gynostemma pentaphyllum",
        common_names={
            "vi": "Giảo cổ lam",
            "en": "a very long name for a small climbing plant " * 3,
        },
    )
    world.keep(long)
    lot_id = stock(world, operator, 1000, species_id=long.id)
    with world.work(operator) as work:
        run = order_labels(work, lot_id=lot_id, **ORDER)
    assert run.paper["common_name"] == "Giảo cổ lam"


def test_an_open_lot_and_wrong_numbers_are_refused_together(world: World) -> None:
    operator = world.operator_manager()
    lot_id = stock(world, operator, 1000, status=LotStatus.OPEN)
    with pytest.raises(Refused) as refused, world.work(operator) as work:
        order_labels(work, lot_id=lot_id, **ORDER | {"start_position": 25, "copies": 101})
    codes = [obstacle.code for obstacle in refused.value.obstacles]
    assert codes == ["label-lot-still-open", "copies-out-of-range", "start-not-on-sheet"]
    with world.store.reading() as session:
        assert session.scalars(select(Label)).all() == []


def test_an_unknown_sheet_and_a_strangers_lot_are_refused(world: World) -> None:
    operator = world.operator_manager()
    lot_id = stock(world, operator, 1000)
    with pytest.raises(Invalid), world.work(operator) as work:
        order_labels(work, lot_id=lot_id, **ORDER | {"sheet": "a5"})
    with pytest.raises(NotFound), world.work(company_member(world)) as work:
        order_labels(work, lot_id=lot_id, **ORDER)


def test_ten_thousand_labels_are_one_order(world: World) -> None:
    operator = world.operator_manager()
    lot_id = stock(world, operator, 1000)
    with world.work(operator) as work:
        run = order_labels(work, lot_id=lot_id, **ORDER | {"label_count": 10_000})
    with world.reading(operator) as reading:
        assert len(set(codes_of(reading, run.id))) == 10_000
