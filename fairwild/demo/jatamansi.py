"""D5: jatamansi rhizome in Jumla, listed in CITES appendix II; the second load lacks its paper.

Figures: made up (synthetic). 620 kg fresh, 190 kg dry; an export permit for 100 kg that is good for
several shipments: 60 kg went, 55 kg wait. Such a permit runs six months (scheme.md 3.3).
"""

from typing import Any
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
from fairwild.lots.operations import close_lot, dry_lots, record_receipt
from fairwild.permits.operations import register_permit
from fairwild.permits.states import PermitKind
from fairwild.trade.operations import (
    add_paper,
    dispatch_consignment,
    name_receiver,
    prepare_consignment,
)
from fairwild.trade.states import PaperKind

KG = 1000
LIMIT_G = 900 * KG
FRESH_G = 620 * KG
DRY_G = 190 * KG
PERMIT_G = 100 * KG
PERMIT = "NP-EX-2210 (demonstration)"
SENT_G, WAITING_G = 60 * KG, 55 * KG
PEOPLE = (
    ("Aaiti Buda", Sex.FEMALE, 1981, "Patmara"),
    ("Dhan Bahadur Rokaya", Sex.MALE, 1969, "Patmara"),
    ("Laxmi Mahat", Sex.FEMALE, 1990, "Guthichaur"),
    ("Rupa Sunar", Sex.FEMALE, 1974, "Guthichaur"),
)


def play(stage: Stage) -> None:
    """Collect and dry, send a first load with its permit, and let a second one wait."""
    _prepare(stage)
    dried_id = _collect(stage)
    _register_export_permit(stage)
    work = stage.acting("manager.np", 30)
    receiver_id = name_receiver(
        work,
        sender_id=stage.organisations["JUM"],
        name="Duftpflanzen Elbe (demonstration)",
        country="DE",
        email="wareneingang@elbe.demo.example",
    )
    first = _load(stage, receiver_id, dried_id, SENT_G, days_ago=30)
    dispatch_consignment(stage.acting("manager.np", 30, 90), consignment_id=first.id)
    _load(stage, receiver_id, dried_id, WAITING_G, days_ago=1)


def _prepare(stage: Stage) -> None:
    work = stage.acting("manager.np", 200)
    operator_id, species_id = stage.organisations["JUM"], stage.species["NARJAT"]
    choose_target_species(
        work, operator_id=operator_id, species_id=species_id, part=PlantPart.RHIZOME
    )
    area = register_area(
        work,
        operator_id=operator_id,
        code="PAT",
        name="Patmara slopes",
        admin_unit="Jumla",
        country="NP",
        geometry=plot(29.2610, 82.2530, hectares=40, turn=1),
        stated_m2=400_000,
        tenure_note="Community forest; slopes rest in turn",
        sensitive=True,
    )
    stage.areas["JUM-PAT"] = area.id
    set_maximum_quantity(
        work,
        area_id=area.id,
        species_id=species_id,
        part=PlantPart.RHIZOME,
        state=State.FRESH,
        season_from=stage.day(120),
        season_until=stage.day(60),
        limit_g=LIMIT_G,
        method="Plots counted before the season, a part of the older plants allowed",
    )
    stage.harvesters["JUM"] = [
        register_harvester(
            work,
            operator_id=operator_id,
            name=name,
            sex=sex,
            birth_year=birth_year,
            village=village,
            registered_from=stage.day(200),
            area_ids=[area.id],
            species_ids=[species_id],
        ).id
        for name, sex, birth_year, village in PEOPLE
    ]


def _buy(stage: Stage, harvester_id: UUID, net_g: int, *, days_ago: int) -> UUID:
    """Buy from one of them; gives the lot it went into."""
    work = stage.acting("manager.np", days_ago, 30)
    receipt = record_receipt(
        work,
        operator_id=stage.organisations["JUM"],
        harvester_id=harvester_id,
        area_id=stage.areas["JUM-PAT"],
        species_id=stage.species["NARJAT"],
        part=PlantPart.RHIZOME,
        state=State.FRESH,
        collected_at=work.now,
        gross_g=net_g + KG,
        tare_g=KG,
        price_per_kg="240.00",
        currency="NPR",
        buying_point="Patmara school",
    )
    return receipt.lot_id


def _collect(stage: Stage) -> UUID:
    """Buy the rhizomes and dry them; gives the dried lot."""
    bought = [
        _buy(stage, harvester_id, net_g, days_ago=100 - number)
        for number, (harvester_id, net_g) in enumerate(
            zip(stage.harvesters["JUM"], shared_out(FRESH_G, len(PEOPLE)), strict=True)
        )
    ]
    lot_id = bought[0]
    close_lot(stage.acting("manager.np", 90), lot_id=lot_id)
    dried = dry_lots(
        stage.acting("manager.np", 75),
        inputs=[(lot_id, FRESH_G)],
        output_g=DRY_G,
        site="Shade roof, Patmara",
    )
    return dried.id


def _register_export_permit(stage: Stage) -> None:
    register_permit(
        stage.acting("manager.np", 45),
        operator_id=stage.organisations["JUM"],
        kind=PermitKind.CITES_EXPORT,
        number=PERMIT,
        authority="CITES office (demonstration)",
        species_id=stage.species["NARJAT"],
        limit_g=PERMIT_G,
        several_shipments=True,
        valid_from=stage.day(45),
        valid_until=stage.day(-135),
        note="Good for several shipments until its weight is used up.",
    )


def _load(stage: Stage, receiver_id: UUID, lot_id: UUID, mass_g: int, *, days_ago: int) -> Any:
    """Prepare a load with the export permit."""
    consignment = prepare_consignment(
        stage.acting("manager.np", days_ago, 20),
        sender_id=stage.organisations["JUM"],
        receiver_id=receiver_id,
        lines=[(lot_id, mass_g)],
        loaded_at="Jumla",
        delivered_to="Hamburg",
    )
    add_paper(
        stage.acting("manager.np", days_ago, 40),
        consignment_id=consignment.id,
        kind=PaperKind.CITES_EXPORT,
        number=PERMIT,
        issuer="CITES office (demonstration)",
        species_id=stage.species["NARJAT"],
        issued_on=stage.day(45),
        valid_until=stage.day(-134),
        limit_g=PERMIT_G,
    )
    return consignment
