"""Builds a buyer of certified goods and its spot check, for tests of what a body checks there."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.audits import operations, queries
from fairwild.audits.states import Outcome, TeamRole
from fairwild.desks.operations import plan_spot_check
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.trade.operations import answer_consignment, ship
from fairwild.trade.queries import get_consignment
from tests.audits_builders import Scene, scene_of
from tests.builders import World
from tests.competence_builders import declared
from tests.trade_builders import certificate, company_member, home, stock

KG = 1000


@dataclass(frozen=True)
class Check:
    """A body with its people, an operator it certified, and a company that bought from it."""

    scene: Scene
    member: Actor
    certificate_id: UUID

    @property
    def world(self) -> World:
        """Where all of it is."""
        return self.scene.world

    @property
    def company_id(self) -> UUID:
        """The buyer."""
        return home(self.member)

    def sold(self, *kilograms: int, **transport: str) -> UUID:
        """Let the operator send so many kilograms of certified goods, a lot each."""
        lots = [
            stock(
                self.world,
                self.scene.manager,
                kg * KG,
                certificate_id=self.certificate_id,
                species_id=self.scene.species_id,
                body_id=self.scene.body_id,
            )
            for kg in kilograms
        ]
        lines = [(lot, kg * KG) for lot, kg in zip(lots, kilograms, strict=True)]
        with self.world.work(self.scene.manager) as work:
            sides = {"sender_id": self.scene.operator_id, "receiver_id": self.company_id}
            return ship(work, lines=lines, **sides, **transport).id

    def accepted(self, consignment_id: UUID, *kilograms: int) -> UUID:
        """Let the buyer accept so many kilograms of each lot; give the consignment."""
        with self.world.work(self.member) as work:
            lines = get_consignment(work, consignment_id).lines
            came = {line.id: kg * KG for line, kg in zip(lines, kilograms, strict=True)}
            short = any(line.shipped_g != came[line.id] for line in lines)
            reason = "A bag was wet." if short else ""
            answer_consignment(work, consignment_id=consignment_id, received=came, reason=reason)
        return consignment_id

    def bought(self, *kilograms: int) -> UUID:
        """Let the buyer accept all of so many kilograms a lot."""
        return self.accepted(self.sold(*kilograms), *kilograms)

    def order(self, **changes: Any) -> dict[str, Any]:
        """Give what a spot check is planned with."""
        order: dict[str, Any] = {
            "body_id": self.scene.body_id,
            "company_id": self.company_id,
            "standard": "fairwild",
            "standard_version": "2.0",
            "starts_on": date(2026, 3, 2),
            "ends_on": date(2026, 3, 2),
            "team": [(self.scene.auditor.person_id, TeamRole.LEADER)],
            "planned_half_days": 2,
        }
        return {**order, **changes}

    def planned(self, **changes: Any) -> UUID:
        """Plan a spot check, and let the body stand by the plan."""
        with self.world.work(self.scene.office) as work:
            audit_id: UUID = plan_spot_check(work, **self.order(**changes)).id
        self.declare(audit_id, self.scene.auditor, self.scene.evaluator, self.scene.certifier)
        with self.world.work(self.scene.office) as work:
            operations.confirm_audit(work, audit_id=audit_id)
        return audit_id

    def declare(self, audit_id: UUID, *people: Actor) -> None:
        """Let people have declared that nothing ties them to the buyer."""
        declared(self.world, audit_id, self.scene.body_id, self.company_id, *people)

    def asked(self) -> list[str]:
        """Name what a spot check asks."""
        with self.world.reading(self.scene.auditor) as reading:
            found = queries.list_audits(reading)[0].id
            facts = queries.audit_facts(reading, found)
            return [one.code for one in queries.indicators_of(facts)]

    def answered(self, audit_id: UUID, *not_met: str) -> UUID:
        """Let the auditor find everything met but what is named."""
        codes = self.asked()
        with self.world.work(self.scene.auditor) as work:
            for code in codes:
                operations.score_indicator(
                    work, audit_id=audit_id, indicator=code, met=code not in not_met
                )
        return audit_id

    def left_out(self, audit_id: UUID, *, said: bool | None = None) -> UUID:
        """Let the auditor say that nothing applies, after something else was said of one."""
        codes = self.asked()
        with self.world.work(self.scene.auditor) as work:
            if said is not None:
                operations.score_indicator(work, audit_id=audit_id, indicator=codes[0], met=said)
            for code in codes:
                operations.score_indicator(
                    work,
                    audit_id=audit_id,
                    indicator=code,
                    not_applicable=True,
                    note="Nothing is kept here.",
                    seen_version=int(said is not None and code == codes[0]),
                )
        return audit_id

    def finished(self, audit_id: UUID) -> UUID:
        """Finish the report."""
        with self.world.work(self.scene.auditor) as work:
            operations.finish_audit(
                work, audit_id=audit_id, summary="Books in good order.", used_half_days=3
            )
        return audit_id

    def evaluated(self, audit_id: UUID, recommendation: Outcome = Outcome.IN_ORDER) -> UUID:
        """Recommend how it ends."""
        with self.world.work(self.scene.evaluator) as work:
            operations.evaluate_audit(
                work,
                audit_id=audit_id,
                recommendation=recommendation,
                reasons="The books agree with what suppliers declare.",
            )
        return audit_id


def check_of(world: World) -> Check:
    """Let an operator be certified by the body of a scene, and a company be there to buy."""
    return check_in(scene_of(world))


def check_in(scene: Scene) -> Check:
    """Let the operator of a scene be certified by its body, and a company be there to buy."""
    world = scene.world
    issued = certificate(world, scene.operator_id, scene.species_id, body_id=scene.body_id)
    return Check(scene, company_member(world), issued)


def other_company(world: World) -> Actor:
    """Register another company, which bought nothing."""
    company_id = world.organisation(OrganisationKind.COMPANY)
    return world.person((company_id, Role.COMPANY_MEMBER))
