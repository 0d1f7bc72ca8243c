"""D2: bibhitaki fruit in the Western Ghats; the certificate is suspended.

Figures: scheme.md 6.2, worked example D2 (synthetic). 312 tagged trees x 30 kg x 60 % =
5,616 kg fresh allowed, ratio 2.1, 35 harvesters.
"""

from typing import Any
from uuid import UUID

from fairwild.areas.operations import (
    choose_target_species,
    register_area,
    set_maximum_quantity,
)
from fairwild.demo.plots import plot
from fairwild.demo.stage import Stage, difference_in, kept, shared_out
from fairwild.harvesters.operations import register_harvester
from fairwild.harvesters.states import Sex
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.labels.operations import order_labels
from fairwild.lots.operations import close_lot, dry_lots, pack_lot, record_receipt
from fairwild.trade.operations import (
    answer_consignment,
    propose_outcome,
    settle_difference,
    ship,
)
from fairwild.trade.states import Decision, DifferenceOutcome

KG = 1000
LIMIT_G = 5_616 * KG
FRESH_G = 5_250 * KG
DRY_G = 2_500 * KG
GIVEN = ("Asha", "Bharti", "Chandra", "Dagdu", "Kusum", "Laxman", "Manda")
FAMILY = ("Asawale", "Bhoir", "Gavari", "Lohakare", "Talpe")
VILLAGES = ("Ahupe", "Kondhaval", "Terungan")
WOMEN = {"Asha", "Bharti", "Kusum", "Manda"}


def prepare(stage: Stage) -> None:
    """Register the forest, the species, the season's quantity and the 35 harvesters."""
    work = stage.acting("manager.in", 320)
    operator_id = stage.organisations["SAH"]
    species_id = stage.species["TERBEL"]
    choose_target_species(
        work,
        operator_id=operator_id,
        species_id=species_id,
        part=PlantPart.FRUIT,
        local_name="beheda",
    )
    area = register_area(
        work,
        operator_id=operator_id,
        code="AHU",
        name="Ahupe sacred grove",
        admin_unit="Ambegaon, Pune district",
        country="IN",
        geometry=plot(19.1702, 73.5601, hectares=200, turn=2),
        stated_m2=2_000_000,
        tenure_note="Community forest; hornbill nests, 312 tagged trees",
        sensitive=True,
    )
    stage.areas["SAH-AHU"] = area.id
    set_maximum_quantity(
        work,
        area_id=area.id,
        species_id=species_id,
        part=PlantPart.FRUIT,
        state=State.FRESH,
        season_from=stage.day(250),
        season_until=stage.day(130),
        limit_g=LIMIT_G,
        method="312 tagged trees x 30 kg fresh fruit x 60 % allowed",
    )
    _register_people(stage, area.id, species_id)


def _register_people(stage: Stage, area_id: UUID, species_id: UUID) -> None:
    work = stage.acting("manager.in", 320)
    stage.harvesters["SAH"] = [
        register_harvester(
            work,
            operator_id=stage.organisations["SAH"],
            name=f"{given} {family}",
            sex=Sex.FEMALE if given in WOMEN else Sex.MALE,
            birth_year=1958 + (7 * place + 5 * number) % 42,
            village=VILLAGES[(place + number) % len(VILLAGES)],
            registered_from=stage.day(320),
            area_ids=[area_id],
            species_ids=[species_id],
        ).id
        for place, given in enumerate(GIVEN)
        for number, family in enumerate(FAMILY)
    ]


def play(stage: Stage) -> None:
    """Collect from 35 harvesters, dry, pack, sell in two consignments, one confirmed in part."""
    people = stage.harvesters["SAH"]
    lot_id = None
    for number, net_g in enumerate(shared_out(FRESH_G, len(people))):
        work = stage.acting("clerk.in", 200 - number // 5, 15 + 11 * (number % 5))
        receipt = record_receipt(
            work,
            operator_id=stage.organisations["SAH"],
            harvester_id=people[number],
            area_id=stage.areas["SAH-AHU"],
            species_id=stage.species["TERBEL"],
            part=PlantPart.FRUIT,
            state=State.FRESH,
            collected_at=work.now,
            gross_g=net_g + 2 * KG,
            tare_g=2 * KG,
            price_per_kg="18.50",
            currency="INR",
            buying_point="Ahupe school yard",
        )
        lot_id = receipt.lot_id
    assert lot_id is not None  # noqa: S101 - there are always 35 weights
    close_lot(stage.acting("manager.in", 192), lot_id=lot_id)
    dried = dry_lots(
        stage.acting("manager.in", 170),
        inputs=[(lot_id, FRESH_G)],
        output_g=DRY_G,
        site="Solar dryer, Ahupe",
    )
    packed = pack_lot(stage.acting("manager.in", 160), lot_id=dried.id, units=80, unit_g=30 * KG)
    order_labels(
        stage.acting("clerk.in", 158),
        lot_id=packed.id,
        sheet="a4-2x7",
        label_count=80,
        start_position=1,
        copies=1,
        base_url=stage.base_url,
    )
    _sell(stage, packed.id)


def _sell(stage: Stage, packed_id: UUID) -> None:
    """Send 900 kg to the tea company, of which 870 kg arrive well, and 600 kg to the other one."""
    first = ship(
        stage.acting("manager.in", 140),
        sender_id=stage.organisations["SAH"],
        receiver_id=stage.organisations["HDG"],
        lines=[(packed_id, 900 * KG)],
        invoice_number="SAH/041",
        transport_note="30 bags, container MSKU 118 204",
    )
    line = first.lines[0]
    answered = answer_consignment(
        stage.acting("company", 110),
        consignment_id=first.id,
        received={line.id: 870 * KG},
        reason="One bag of 30 kg was wet and goes back.",
    )
    stage.lots["HDG-bibhitaki"] = kept(answered)
    _settle(stage, answered)
    second = ship(
        stage.acting("manager.in", 100),
        sender_id=stage.organisations["SAH"],
        receiver_id=stage.organisations["QSH"],
        lines=[(packed_id, 600 * KG)],
        invoice_number="SAH/046",
        transport_note="20 bags by air",
    )
    answer_consignment(
        stage.acting("company.cn", 90),
        consignment_id=second.id,
        received={one.id: one.shipped_g for one in second.lines},
        reason="",
    )


def _settle(stage: Stage, answered: Any) -> None:
    """Agree on the wet bag: it came back."""
    difference_id = difference_in(answered)
    propose_outcome(
        stage.acting("manager.in", 104),
        difference_id=difference_id,
        outcome=DifferenceOutcome.CAME_BACK,
        note="Here since this morning, dried again.",
    )
    settle_difference(
        stage.acting("company", 103), difference_id=difference_id, decision=Decision.AGREE
    )
