"""Builds bodies, operators and audits for tests of certification."""

import hashlib
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from fairwild.applications.operations import end_agreement
from fairwild.applications.queries import list_agreements
from fairwild.applications.records import Agreement
from fairwild.areas.events import MaximumQuantitySet
from fairwild.areas.records import CollectionArea, MaximumQuantity, TargetSpecies
from fairwild.audits import operations, queries
from fairwild.audits.states import Grade, Outcome, TeamRole
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.organisations.records import BodyApproval
from fairwild.organisations.states import ApprovalStatus
from fairwild.species.records import RiskClassification
from fairwild.species.states import RiskClass
from fairwild.store.files import FolderStorage
from tests.builders import World
from tests.competence_builders import declared, judges

AGREEMENT = b"%PDF-1.4\n%%EOF\n"
SQUARE = [[-3.0, 37.0], [-2.9, 37.0], [-2.9, 37.1], [-3.0, 37.1], [-3.0, 37.0]]


@dataclass(frozen=True)
class Scene:
    """One body with its people, one operator with an area and a species."""

    world: World
    body_id: UUID
    operator_id: UUID
    species_id: UUID
    area_id: UUID
    office: Actor
    auditor: Actor
    evaluator: Actor
    certifier: Actor
    manager: Actor

    def scope(self, **changes: Any) -> list[dict[str, Any]]:
        """Give a scope of one line."""
        line = {
            "species_id": self.species_id,
            "part": PlantPart.ROOT,
            "forms": ["raw", "dried"],
            "area_ids": [self.area_id],
            "maximum_g": 16_800_000,
            "state": State.FRESH,
        }
        return [{**line, **changes}]

    def order(self, **changes: Any) -> dict[str, Any]:
        """Give what an audit is planned with."""
        order: dict[str, Any] = {
            "body_id": self.body_id,
            "operator_id": self.operator_id,
            "standard": "fairwild",
            "standard_version": "2.0",
            "certification_year": 1,
            "year_reason": "Every test names its year.",
            "starts_on": self.world.now.date(),
            "ends_on": self.world.now.date() + timedelta(days=3),
            "team": [(self.auditor.person_id, TeamRole.LEADER)],
            "scope": self.scope(),
            "planned_half_days": 7,
        }
        return {**order, **changes}


def scene_of(world: World) -> Scene:
    """Set up a body that is approved, its people, and an operator that can be audited."""
    body_id = world.organisation(OrganisationKind.CERTIFICATION_BODY, code="ECO", name="Ecotest")
    operator_id = world.organisation(OrganisationKind.OPERATOR, code="LIQ", name="Regaliz del Sur")
    species_id, area_id = _collected(world, operator_id)
    approve(world, body_id)
    classify(world, species_id)
    people = {
        role: judges(world, body_id, role)
        for role in (Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
    }
    people[Role.BODY_OFFICE] = world.person((body_id, Role.BODY_OFFICE))
    agree(world, body_id=body_id, operator_id=operator_id, by=people[Role.BODY_OFFICE])
    return Scene(
        world=world,
        body_id=body_id,
        operator_id=operator_id,
        species_id=species_id,
        area_id=area_id,
        office=people[Role.BODY_OFFICE],
        auditor=people[Role.AUDITOR],
        evaluator=people[Role.EVALUATOR],
        certifier=people[Role.CERTIFIER],
        manager=world.person((operator_id, Role.OPERATOR_MANAGER)),
    )


def approve(world: World, body_id: UUID) -> None:
    """Let the scheme owner approve a body for the standard."""
    world.keep(
        BodyApproval(
            body_id=body_id,
            status=ApprovalStatus.FULL,
            standard="fairwild",
            standard_version="2.0",
            valid_from=date(2024, 1, 1),
        )
    )


def classify(
    world: World,
    species_id: UUID,
    *,
    part: PlantPart = PlantPart.ROOT,
    country: str = "ES",
    risk_class: RiskClass = RiskClass.MEDIUM,
    valid_from: date = date(2024, 1, 1),
    valid_until: date | None = None,
) -> UUID:
    """Let the scheme owner class a species, part and country."""
    row = RiskClassification(
        species_id=species_id,
        part=part,
        country=country,
        risk_class=risk_class,
        factors=["part-harvested"],
        document="RA-2024-01",
        valid_from=valid_from,
        valid_until=valid_until,
        classified_at=world.now,
    )
    world.keep(row)
    return row.id


def moved_abroad(scene: Scene, country: str = "FR") -> None:
    """Let the area lie in another country than the seat, where the body is not approved."""
    with scene.world.work(scene.world.steward()) as work:
        connection = work.session.connection()
        connection.exec_driver_sql(f"update collection_area set country = '{country}'")
        out = f"update body_approval set countries_out = '[\"{country}\"]'"
        connection.exec_driver_sql(out)
    classify(scene.world, scene.species_id, country=country)


def agree(world: World, *, body_id: UUID, operator_id: UUID, by: Actor) -> None:
    """Let a body and an operator have signed an agreement whose copy is on file."""
    world.keep(
        Agreement(
            body_id=body_id,
            operator_id=operator_id,
            edition="2025-1",
            signed_on=date(2025, 11, 2),
            recorded_by=by.person_id,
            recorded_at=world.now,
            file_name="agreement.pdf",
            media_type="application/pdf",
            size_bytes=len(AGREEMENT),
            sha256=hashlib.sha256(AGREEMENT).hexdigest(),
        )
    )


def agreement_on_file(instance: Path) -> None:
    """Keep the signed copy where a house of this folder keeps its files."""
    files = FolderStorage(instance / "files")
    files.keep(io.BytesIO(AGREEMENT), limit_bytes=len(AGREEMENT))


def without_agreement(scene: Scene) -> Scene:
    """Let the agreement of body and operator have ended on the day it was signed."""
    with scene.world.work(scene.office) as work:
        [line] = list_agreements(work)
        end_agreement(
            work, agreement_id=line.row.id, ends_on=line.row.signed_on, reason="Never meant."
        )
    return scene


def _collected(world: World, operator_id: UUID) -> tuple[UUID, UUID]:
    species_id = world.species()
    area = CollectionArea(
        operator_id=operator_id,
        code="A1",
        name="Río Seco",
        admin_unit="Granada",
        country="ES",
        geometry={"type": "Polygon", "coordinates": [SQUARE]},
        centre_lat_e6=37_050_000,
        centre_lon_e6=-2_950_000,
        computed_m2=98_000_000,
        registered_at=world.now,
    )
    chosen = TargetSpecies(
        operator_id=operator_id, species_id=species_id, part=PlantPart.ROOT, chosen_at=world.now
    )
    world.keep(area, chosen)
    goods: dict[str, Any] = {"area_id": area.id, "species_id": species_id, "part": PlantPart.ROOT}
    season = {"season_from": date(2026, 1, 1), "season_until": date(2027, 1, 1)}
    said = {**goods, "state": State.FRESH, **season, "limit_g": 16_800_000}
    limit = MaximumQuantity(operator_id=operator_id, set_at=world.now, **said)
    world.keep(limit)
    world.tell(MaximumQuantitySet(subject=limit.id, method="", **said))
    return species_id, area.id


def drafted(scene: Scene, **changes: Any) -> UUID:
    """Plan an audit."""
    with scene.world.work(scene.office) as work:
        return operations.plan_audit(work, **scene.order(**changes)).id


def planned(scene: Scene, **changes: Any) -> UUID:
    """Plan an audit, and let the body stand by the plan."""
    audit_id = drafted(scene, **changes)
    declare(scene, audit_id, **changes)
    with scene.world.work(scene.office) as work:
        operations.confirm_audit(work, audit_id=audit_id)
    return audit_id


def declare(scene: Scene, audit_id: UUID, **changes: Any) -> None:
    """Let everybody who has a part in an audit have declared that nothing ties them."""
    team = {Actor(person_id) for person_id, _ in scene.order(**changes)["team"]}
    others = {Actor(one.person_id) for one in (scene.evaluator, scene.certifier)}
    parties = (scene.body_id, scene.operator_id)
    declared(scene.world, audit_id, *parties, *(team | others))


def indicator_codes(scene: Scene, audit_id: UUID) -> list[str]:
    """Name the indicators an audit asks for."""
    with scene.world.reading(scene.auditor) as reading:
        return [one.code for one in queries.indicators_of(queries.audit_facts(reading, audit_id))]


def score_all(scene: Scene, audit_id: UUID, values: dict[str, int], usual: int = 2) -> None:
    """Score every indicator: those named as said, all others as usual."""
    codes = indicator_codes(scene, audit_id)
    with scene.world.work(scene.auditor) as work:
        for code in codes:
            value = values.get(code, usual)
            operations.score_indicator(work, audit_id=audit_id, indicator=code, value=value)


def scored(scene: Scene, values: dict[str, int] | None = None) -> UUID:
    """Plan an audit and score all of it."""
    audit_id = planned(scene)
    score_all(scene, audit_id, values or {})
    return audit_id


def register_scored_low(scene: Scene) -> UUID:
    """Plan and score the case of 118 points of 168 whose collector register lacks the norm."""
    audit_id = planned(scene)
    codes = indicator_codes(scene, audit_id)
    with scene.world.reading(scene.auditor) as reading:
        asked = queries.indicators_of(queries.audit_facts(reading, audit_id))
    minimum = {one.code for one in asked if one.required_level(1) is not None}
    values = {code: 2 if code in minimum else 0 for code in codes} | {"5.1.a": 1}
    left = 118 - sum(values.values())
    for code in codes:
        step = min(left, 2) if code not in minimum else 0
        values[code] += step
        left -= step
    score_all(scene, audit_id, values)
    return audit_id


def raised(scene: Scene, audit_id: UUID, indicator: str, grade: Grade) -> UUID:
    """Raise a nonconformity."""
    words = "Six receipts name nobody."
    with scene.world.work(scene.auditor) as work:
        return operations.raise_nonconformity(
            work, audit_id=audit_id, indicators=[indicator], grade=grade, description=words
        ).id


def finished(scene: Scene, audit_id: UUID) -> UUID:
    """Finish the report."""
    with scene.world.work(scene.auditor) as work:
        operations.finish_audit(
            work, audit_id=audit_id, summary="A careful cooperative.", used_half_days=8
        )
    return audit_id


def evaluated(scene: Scene, audit_id: UUID, *, by: Actor | None = None) -> UUID:
    """Recommend the certificate."""
    if by is not None:
        declared(scene.world, audit_id, scene.body_id, scene.operator_id, by)
    with scene.world.work(by or scene.evaluator) as work:
        operations.evaluate_audit(
            work,
            audit_id=audit_id,
            recommendation=Outcome.CERTIFY,
            reasons="Both gates are open.",
        )
    return audit_id


def ready_to_decide(scene: Scene) -> UUID:
    """Bring a good audit to the point where a certifier can decide."""
    return evaluated(scene, finished(scene, scored(scene)))
