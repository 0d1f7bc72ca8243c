"""The small world of a history: two operators with limits and certificates, and a company."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from fairwild.certificates.records import Certificate, CertificateLine
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.operations import Ingredient, state_recipe
from fairwild.store.engine import Store
from fairwild.trade.operations import answer_consignment, ship
from tests.areas_builders import area, quantity, target
from tests.builders import World
from tests.harvesters_builders import harvester
from tests.lots_builders import Field, bare_paper, issued, set_status

KG = 1000
LIMITS_KG = {"EBR": 600, "HDM": 500}
OPERATORS = tuple(LIMITS_KG)
COMPANY = "TEA"
HOUSES = (*OPERATORS, COMPANY)


@dataclass(frozen=True)
class House:
    """Who acts for an organisation."""

    id: UUID
    field: Field


@dataclass
class Stage:
    """A world with everybody in it, and their certificates by operator."""

    world: World
    houses: dict[str, House]
    certificates: dict[str, UUID]
    codes: dict[UUID, str] = field(default_factory=dict)
    recipes: dict[str, UUID] = field(default_factory=dict)

    def moved_to(self, store: Store) -> "Stage":
        """Give the same stage over a copy of its database."""
        world = World(store)
        world.now = self.world.now
        houses = {
            code: House(house.id, replace(house.field, world=world))
            for code, house in self.houses.items()
        }
        return Stage(
            world,
            houses,
            self.certificates,
            {one.id: code for code, one in houses.items()},
            self.recipes,
        )


def stage_on(store: Store) -> Stage:
    """Build the stage on an empty migrated database."""
    world = World(store)
    species_id = world.species()
    body_id = world.organisation(OrganisationKind.CERTIFICATION_BODY, code="CBX")
    houses, certificates = {}, {}
    for code in OPERATORS:
        houses[code] = _operator(world, code, species_id)
        certificates[code] = _certificate(houses[code].field, body_id, f"CBX-{code}")
    company_id = world.organisation(OrganisationKind.COMPANY, code=COMPANY)
    buyer = world.person((company_id, Role.COMPANY_MEMBER))
    houses[COMPANY] = House(company_id, replace(houses["EBR"].field, manager=buyer))
    recipes = {code: _recipe(house) for code, house in houses.items()}
    world.pass_time(days=1)
    codes = {one.id: code for code, one in houses.items()}
    return Stage(world, houses, certificates, codes, recipes)


def carry(stage: Stage, sender: str, receiver: str, lot_id: UUID, mass_g: int = 50 * KG) -> UUID:
    """Ship so much and have it received; gives the lot the receiver holds."""
    stage.world.pass_time(minutes=1)
    sides = {"sender_id": stage.houses[sender].id, "receiver_id": stage.houses[receiver].id}
    sent = stage.houses[sender].field.does(ship, lines=[(lot_id, mass_g)], **sides)
    came = stage.houses[receiver].field.does(
        answer_consignment,
        consignment_id=sent.id,
        received={line.id: line.shipped_g for line in sent.lines},
    )
    received: UUID = came.lines[0].received_lot_id
    return received


def _operator(world: World, code: str, species_id: UUID) -> House:
    operator_id = world.organisation(OrganisationKind.OPERATOR, code=code)
    manager = world.person((operator_id, Role.OPERATOR_MANAGER))
    area_id = area(world, manager, f"{code[0]}1")
    target(world, manager, species_id)
    limit_g = LIMITS_KG[code] * KG
    quantity_id = quantity(world, manager, area_id, species_id, limit_g=limit_g)
    harvester_id = harvester(world, manager, area_ids=(area_id,), species_ids=(species_id,))
    ids = (operator_id, species_id, area_id, quantity_id, harvester_id)
    return House(operator_id, Field(world, manager, *ids))


def _recipe(house: House) -> UUID:
    """State what the tea of a house is made of: three parts certified root, one part sugar."""
    root = Ingredient("3", house.field.species_id, PlantPart.ROOT, certified=True)
    lines = [root, Ingredient("1", ingredient="Sugar")]
    order = {"organisation_id": house.id, "product": "Evening tea", "lines": lines}
    stated: UUID = house.field.does(state_recipe, **order).id
    return stated


def _certificate(field: Field, body_id: UUID, number: str) -> UUID:
    world = field.world
    row = Certificate(
        number=number,
        body_id=body_id,
        holder_id=field.operator_id,
        standard="fairwild",
        standard_version="2.0",
        certification_year=1,
        status=CertificateStatus.ISSUED,
        issued_at=world.now,
        valid_from=world.now.date(),
        valid_until=world.now.date() + timedelta(days=3650),
        **bare_paper(number),
    )
    line = CertificateLine(
        certificate_id=row.id,
        position=1,
        species_id=field.species_id,
        part=PlantPart.ROOT,
        forms=[],
        area_ids=[str(field.area_id)],
        risk_class="low",
        maximum_g=10**9,
        state=State.FRESH,
    )
    world.keep(row, line)
    world.tell(issued(row, line))
    set_status(world, row.id, CertificateStatus.ISSUED)
    return row.id
