"""D1: liquorice root on the Ebro, reconciling lot by lot; the certificate is in force.

Figures: scheme.md 6.2, worked example D1 (synthetic). Block 3 of 2.0 ha, 16,800 kg fresh
allowed, four lots of twelve receipts, 15,900 kg fresh and 5,168 kg dry.
"""

from uuid import UUID

from fairwild.areas.operations import (
    choose_target_species,
    register_area,
    set_maximum_quantity,
)
from fairwild.demo.plots import plot
from fairwild.demo.stage import Stage, kept, shared_out
from fairwild.harvesters.operations import register_harvester
from fairwild.harvesters.states import Sex
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.labels.operations import order_labels
from fairwild.lots.operations import close_lot, cut_lots, dry_lots, pack_lot, record_receipt
from fairwild.trade.operations import answer_consignment, ship

KG = 1000
LIMIT_G = 16_800 * KG
FIRST_LOT_KG = (352, 318, 341, 296, 377, 330, 305, 362, 288, 349, 334, 308)
LOTS_G = ((3_960 * KG, 1_290 * KG), (4_120 * KG, 1_335 * KG), (3_890 * KG, 1_262 * KG))
LAST_LOT_G = (3_930 * KG, 1_281 * KG)
PEOPLE = (
    ("Ángel Ferrer", Sex.MALE, 1968, "Pina de Ebro"),
    ("Carmen Gascón", Sex.FEMALE, 1974, "Gelsa"),
    ("Joaquín Abadía", Sex.MALE, 1981, "Quinto"),
    ("Lucía Serrate", Sex.FEMALE, 1990, "Pina de Ebro"),
    ("Manuel Otal", Sex.MALE, 1963, "Velilla de Ebro"),
    ("Rosa Peiró", Sex.FEMALE, 1986, "Gelsa"),
)
SEASON_STARTED = 200
SEASON_LEFT = 60


def prepare(stage: Stage) -> None:
    """Register the blocks, the species, the season's quantity and the six harvesters."""
    work = stage.acting("manager", 300)
    operator_id = stage.organisations["EBR"]
    species_id = stage.species["GLYGLA"]
    choose_target_species(
        work,
        operator_id=operator_id,
        species_id=species_id,
        part=PlantPart.ROOT,
        local_name="regaliz",
    )
    for block in range(1, 6):
        area = register_area(
            work,
            operator_id=operator_id,
            code=f"B{block}",
            name=f"Ribera block {block}",
            admin_unit="Pina de Ebro, Zaragoza",
            country="ES",
            geometry=plot(41.488 + block * 0.002, -0.532 + block * 0.003, hectares=2.0, turn=block),
            stated_m2=20_000,
            tenure_note="Public river bank, yearly permission of the municipality",
            sensitive=False,
        )
        stage.areas[f"EBR-B{block}"] = area.id
    set_maximum_quantity(
        work,
        area_id=stage.areas["EBR-B3"],
        species_id=species_id,
        part=PlantPart.ROOT,
        state=State.FRESH,
        season_from=stage.day(SEASON_STARTED),
        season_until=stage.day(-SEASON_LEFT),
        limit_g=LIMIT_G,
        method="2.0 ha x 12 t fresh root per ha, 70 % allowed, block harvested every fifth year",
    )
    _register_people(stage, species_id)


def _register_people(stage: Stage, species_id: UUID) -> None:
    work = stage.acting("manager", 300)
    stage.harvesters["EBR"] = [
        register_harvester(
            work,
            operator_id=stage.organisations["EBR"],
            name=name,
            sex=sex,
            birth_year=birth_year,
            village=village,
            registered_from=stage.day(300),
            area_ids=[stage.areas[f"EBR-B{block}"] for block in range(1, 6)],
            species_ids=[species_id],
        ).id
        for name, sex, birth_year, village in PEOPLE
    ]


def _collect(stage: Stage, weights_g: list[int], days_ago: int) -> UUID:
    """Record twelve receipts over two days and close their lot."""
    lot_id = None
    for number, net_g in enumerate(weights_g):
        day, place = days_ago - number // 6, number % 6
        work = stage.acting("clerk", day, 20 + 9 * place)
        receipt = record_receipt(
            work,
            operator_id=stage.organisations["EBR"],
            harvester_id=stage.harvesters["EBR"][place],
            area_id=stage.areas["EBR-B3"],
            species_id=stage.species["GLYGLA"],
            part=PlantPart.ROOT,
            state=State.FRESH,
            collected_at=work.now,
            gross_g=net_g + 4 * KG,
            tare_g=4 * KG,
            price_per_kg="0.90",
            currency="EUR",
            buying_point="Pina de Ebro, old mill",
        )
        lot_id = receipt.lot_id
    assert lot_id is not None  # noqa: S101 - there are always twelve weights
    close_lot(stage.acting("manager", days_ago - 1, 300), lot_id=lot_id)
    return lot_id


def play(stage: Stage) -> None:
    """Collect four lots, dry them, cut and pack the first, sell forty bags, print labels."""
    weights = [[kilos * KG for kilos in FIRST_LOT_KG]]
    weights += [shared_out(fresh_g, 12) for fresh_g, _dry_g in (*LOTS_G[1:], LAST_LOT_G)]
    dried = []
    for number, (fresh_g, dry_g) in enumerate((*LOTS_G, LAST_LOT_G)):
        lot_id = _collect(stage, weights[number], 160 - 6 * number)
        work = stage.acting("manager", 140 - 6 * number)
        dried.append(
            dry_lots(work, inputs=[(lot_id, fresh_g)], output_g=dry_g, site="Drying floor, Pina")
        )
    _sell_first(stage, dried[0].id)
    work = stage.acting("manager", 2)
    ship(
        work,
        sender_id=stage.organisations["EBR"],
        receiver_id=stage.organisations["QSH"],
        lines=[(dried[1].id, 500 * KG)],
        invoice_number="EBR-2-0117",
        transport_note="Pallets 1-2, by road to Barcelona",
    )


def _sell_first(stage: Stage, dry_lot_id: UUID) -> None:
    """Cut B3-001, pack 48 bags of 25 kg, sell 40 of them: 200 kg in bags and 13 kg loose stay."""
    cut = cut_lots(
        stage.acting("manager", 110),
        inputs=[(dry_lot_id, 1_290 * KG)],
        output_g=1_213 * KG,
        by_product_g=51 * KG,
        loss_g=26 * KG,
        loss_reason="Sand and dust",
        site="Cutting room, Pina",
    )
    packed = pack_lot(
        stage.acting("manager", 105), lot_id=cut.id, units=48, unit_g=25 * KG, site="Store 1, Pina"
    )
    order_labels(
        stage.acting("clerk", 104),
        lot_id=packed.id,
        sheet="a4-3x8",
        label_count=48,
        start_position=1,
        copies=1,
        base_url=stage.base_url,
    )
    shipped = ship(
        stage.acting("manager", 100),
        sender_id=stage.organisations["EBR"],
        receiver_id=stage.organisations["HDG"],
        lines=[(packed.id, 1_000 * KG)],
        invoice_number="EBR-2-0098",
        transport_note="40 bags on one pallet, carrier's waybill 55-1207",
    )
    line = shipped.lines[0]
    answered = answer_consignment(
        stage.acting("company", 92),
        consignment_id=shipped.id,
        received={line.id: line.shipped_g},
        reason="",
    )
    stage.lots["HDG-liquorice"] = kept(answered)
