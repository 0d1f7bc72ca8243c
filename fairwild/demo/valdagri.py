"""Liquorice root in the Val d'Agri: a second cooperative, whose root meets the first's in a blend.

All figures are made up: 3,150 kg fresh under one permit, one lot of good root, one that is called
back, and one that waits to be dried. Here something was packed wrongly and put right, counted,
tested and measured.
"""

from dataclasses import dataclass
from uuid import UUID

from fairwild.areas.operations import (
    choose_target_species,
    register_area,
    set_maximum_quantity,
)
from fairwild.demo.plots import plot
from fairwild.demo.stage import Stage, shared_out
from fairwild.harvesters.operations import register_harvester
from fairwild.harvesters.states import Sex
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.operations import (
    close_lot,
    correct_movement,
    cut_lots,
    dry_lots,
    measure_ratio,
    pack_lot,
    record_receipt,
    record_test,
    take_sample,
)
from fairwild.lots.queries import MovementFilter, page_of_movements
from fairwild.lots.states import MovementKind, Verdict
from fairwild.lots.stock.operations import count_stock
from fairwild.permits.operations import register_permit
from fairwild.permits.states import PermitKind
from fairwild.store.paging import Cursor

KG = 1000
PERMIT_G = 3_400 * KG


@dataclass(frozen=True)
class Bank:
    """A river bank where root is dug; without a limit nothing may be taken this season."""

    code: str
    name: str
    lat: float
    lon: float
    limit_g: int | None
    rotation_years: int | None = None


AREAS = (
    Bank("V1", "Agri terraces", 40.3710, 15.7350, 4_000 * KG),
    Bank("V2", "Galaino bank", 40.3560, 15.7590, 900 * KG),
    Bank("V3", "Paterno fallow", 40.3820, 15.7210, None, rotation_years=3),
)
PEOPLE = (
    ("Antonio Mele", Sex.MALE, 1966, "Paterno"),
    ("Filomena Russo", Sex.FEMALE, 1979, "Galaino"),
    ("Gerardo Tempone", Sex.MALE, 1958, "Paterno"),
    ("Maria Petrone", Sex.FEMALE, 1984, "Galaino"),
    ("Maria Petrone", Sex.FEMALE, 1984, "Galaino"),
    ("Vito Cirigliano", Sex.MALE, 1991, "Paterno"),
)


def prepare(stage: Stage) -> None:
    """Register the river banks, one of them resting, the permit and the six harvesters."""
    work = stage.acting("manager.it", 300)
    operator_id, species_id = stage.organisations["AGR"], stage.species["GLYGLA"]
    choose_target_species(
        work,
        operator_id=operator_id,
        species_id=species_id,
        part=PlantPart.ROOT,
        local_name="liquirizia",
    )
    for turn, bank in enumerate(AREAS):
        _register_bank(stage, bank, turn)
    register_permit(
        work,
        operator_id=operator_id,
        kind=PermitKind.HARVEST,
        number="BAS-2071/F",
        authority="Regione Basilicata, Ufficio Foreste",
        species_id=species_id,
        part=PlantPart.ROOT,
        state=State.FRESH,
        limit_g=PERMIT_G,
        valid_from=stage.day(220),
        valid_until=stage.day(-40),
        area_ids=[stage.areas["AGR-V1"], stage.areas["AGR-V2"]],
        note="Root of plants older than four years; holes are closed again.",
    )
    _register_people(stage)


def _register_bank(stage: Stage, bank: Bank, turn: int) -> None:
    """Register a bank; one that is due only next year is given no quantity for this one."""
    work = stage.acting("manager.it", 300)
    area = register_area(
        work,
        operator_id=stage.organisations["AGR"],
        code=bank.code,
        name=bank.name,
        admin_unit="Paterno, Potenza",
        country="IT",
        geometry=plot(bank.lat, bank.lon, hectares=3.0, turn=turn),
        stated_m2=30_000,
        tenure_note="State river bank, permit of the region",
        sensitive=False,
        rotation_years=bank.rotation_years,
        rotation_first_year=stage.today.year + 1 if bank.rotation_years else None,
    )
    stage.areas[f"AGR-{bank.code}"] = area.id
    if bank.limit_g is not None:
        set_maximum_quantity(
            work,
            area_id=area.id,
            species_id=stage.species["GLYGLA"],
            part=PlantPart.ROOT,
            state=State.FRESH,
            season_from=stage.day(200),
            season_until=stage.day(-60),
            limit_g=bank.limit_g,
            method="3.0 ha, plots counted in spring, a third of the older plants allowed",
        )


def _register_people(stage: Stage) -> None:
    work = stage.acting("manager.it", 298)
    stage.harvesters["AGR"] = [
        register_harvester(
            work,
            operator_id=stage.organisations["AGR"],
            name=name,
            sex=sex,
            birth_year=birth_year,
            village=village,
            registered_from=stage.day(298),
            area_ids=[stage.areas["AGR-V1"], stage.areas["AGR-V2"]],
            species_ids=[stage.species["GLYGLA"]],
        ).id
        for name, sex, birth_year, village in PEOPLE
    ]


def play(stage: Stage) -> None:
    """Measure the ratio, collect two lots, dry, cut and pack, and put the packing right."""
    measure_ratio(
        stage.acting("manager.it", 190),
        organisation_id=stage.organisations["AGR"],
        kind=MovementKind.DRY,
        species_id=stage.species["GLYGLA"],
        part=PlantPart.ROOT,
        season=stage.day(200).year,
        in_g=310 * KG,
        out_g=100 * KG,
        tolerance_percent=12,
        measured_on=stage.day(190),
        method="Three trays weighed before and after four days on the drying floor",
    )
    stage.lots["AGR-fresh"] = _collect(stage, "V1", 2_400 * KG, 150)
    dried_id = _dry(stage, stage.lots["AGR-fresh"], 2_400 * KG, 780 * KG, 130)
    cut = cut_lots(
        stage.acting("manager.it", 124),
        inputs=[(dried_id, 780 * KG)],
        output_g=742 * KG,
        by_product_g=26 * KG,
        loss_g=12 * KG,
        loss_reason="Sand and dust",
        site="Mill, Paterno",
    )
    _test(stage, cut.id)
    stage.lots["AGR-packed"] = _pack(stage, cut.id)
    _count(stage, cut.id)
    other_id = _collect(stage, "V2", 600 * KG, 118)
    stage.lots["AGR-doubtful"] = _dry(stage, other_id, 600 * KG, 190 * KG, 100)
    _collect(stage, "V1", 150 * KG, 2)


def _collect(stage: Stage, code: str, fresh_g: int, days_ago: int) -> UUID:
    """Buy from all six in one day and close the lot."""
    lot_id = None
    for place, net_g in enumerate(shared_out(fresh_g, len(PEOPLE))):
        work = stage.acting("clerk.it", days_ago, 30 + 12 * place)
        receipt = record_receipt(
            work,
            operator_id=stage.organisations["AGR"],
            harvester_id=stage.harvesters["AGR"][place],
            area_id=stage.areas[f"AGR-{code}"],
            species_id=stage.species["GLYGLA"],
            part=PlantPart.ROOT,
            state=State.FRESH,
            collected_at=work.now,
            gross_g=net_g + 3 * KG,
            tare_g=3 * KG,
            price_per_kg="1.10",
            currency="EUR",
            buying_point="Mill, Paterno",
        )
        lot_id = receipt.lot_id
    assert lot_id is not None  # noqa: S101 - there are always six weights
    close_lot(stage.acting("manager.it", days_ago - 1), lot_id=lot_id)
    return lot_id


def _dry(stage: Stage, lot_id: UUID, fresh_g: int, dry_g: int, days_ago: int) -> UUID:
    work = stage.acting("manager.it", days_ago)
    site = "Drying floor, Paterno"
    return dry_lots(work, inputs=[(lot_id, fresh_g)], output_g=dry_g, site=site).id


def _test(stage: Stage, lot_id: UUID) -> None:
    """Draw a sample of two kilograms; the laboratory finds it dry enough."""
    sample = take_sample(
        stage.acting("clerk.it", 122), lot_id=lot_id, mass_g=2 * KG, note="From five bags"
    )
    record_test(
        stage.acting("manager.it", 115),
        lot_id=sample.id,
        laboratory="Laboratorio Lucano, Potenza",
        method="Oven, 105 °C",
        tested_for="moisture",
        result="9.4",
        unit="%",
        allowed="12",
        verdict=Verdict.PASSED,
        tested_on=stage.day(116),
    )


def _pack(stage: Stage, lot_id: UUID) -> UUID:
    """Write down bags of the wrong weight, undo that with its reason, and pack again."""
    wrong = pack_lot(
        stage.acting("clerk.it", 98), lot_id=lot_id, units=28, unit_g=25 * KG, site="Store, Paterno"
    )
    work = stage.acting("manager.it", 97)
    packing = page_of_movements(work, Cursor(limit=1), MovementFilter(lot=wrong.number)).rows[0]
    correct_movement(work, movement_id=packing.id, reason="The new bags hold 20 kg, not 25 kg.")
    right = pack_lot(
        stage.acting("clerk.it", 97, 30),
        lot_id=lot_id,
        units=36,
        unit_g=20 * KG,
        site="Store, Paterno",
    )
    return right.id


def _count(stage: Stage, lot_id: UUID) -> None:
    """Count the loose rest of twenty kilograms: half a kilogram is missing, and why."""
    count_stock(
        stage.acting("manager.it", 15),
        holder_id=stage.organisations["AGR"],
        counted={lot_id: (19_500, "Dust, swept up beside the mill")},
        site="Store, Paterno",
    )
