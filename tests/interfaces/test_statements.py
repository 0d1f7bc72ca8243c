"""No page of certification asks the database more where there is more to show."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from fairwild.applications.records import ApplicationDocument
from fairwild.audits.records import Evidence, Nonconformity
from fairwild.audits.states import Grade, NonconformityStatus
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.organisations.records import BodyApproval, NationalRegistration
from fairwild.organisations.states import ApprovalStatus
from tests.applications_builders import signed, submitted
from tests.audits_builders import (
    classify,
    drafted,
    evaluated,
    finished,
    planned,
    raised,
    score_all,
)
from tests.competence_builders import competent, interest, judges
from tests.complaints_builders import lodged
from tests.desks_builders import Audited, audited_of, drawn
from tests.doors import Door
from tests.questions import asked_of

MORE = 3


@pytest.fixture
def audited(door: Door) -> Audited:
    """A body and an operator at work, over the application's database."""
    return audited_of(door.world)


class Ground:
    """Audits at every step, whose lists can grow."""

    def __init__(self, audited: Audited) -> None:
        self.audited, self.scene = audited, audited.scene
        self.begun = self._scored()
        drawn(audited, self.begun)
        self.reported = finished(self.scene, self._scored())
        self.decidable = evaluated(self.scene, finished(self.scene, self._scored()))
        self.drafted = drafted(self.scene)
        self.application = submitted(self.scene)
        self.grow()

    def _scored(self) -> UUID:
        audit_id = planned(self.scene)
        score_all(self.scene, audit_id, {})
        raised(self.scene, audit_id, "1.1.a", Grade.MINOR)
        self._attach(audit_id, "1.1.a")
        return audit_id

    def _attach(self, audit_id: UUID, code: str) -> None:
        number = self.scene.world.number()
        row = Evidence(
            audit_id=audit_id,
            indicator=code,
            file_name=f"photo-{number}.png",
            media_type="image/png",
            size_bytes=9,
            sha256=f"{number:064x}",
            added_by=self.scene.auditor.person_id,
            added_at=self.scene.world.now,
        )
        self.scene.world.keep(row)

    def _found(self, audit_id: UUID) -> None:
        """Add what was found before the report was locked."""
        scene, number = self.scene, self.scene.world.number()
        row = Nonconformity(
            audit_id=audit_id,
            body_id=scene.body_id,
            operator_id=scene.operator_id,
            number=number,
            indicator="1.1.b",
            also=["1.1.c"],
            grade=Grade.MINOR,
            status=NonconformityStatus.OPEN,
            description=f"Finding {number}",
            due_on=date(2027, 3, 1),
            raised_by=scene.auditor.person_id,
            raised_at=scene.world.now,
        )
        scene.world.keep(row)
        self._attach(audit_id, "1.1.b")

    def _document(self) -> None:
        number = self.scene.world.number()
        row = ApplicationDocument(
            application_id=self.application,
            title=f"Map {number}",
            file_name="map.pdf",
            media_type="application/pdf",
            size_bytes=9,
            sha256=f"{number:064x}",
            added_by=self.scene.manager.person_id,
            added_at=self.scene.world.now,
        )
        self.scene.world.keep(row)

    def grow(self) -> None:
        """Add one more of everything that a page lists."""
        scene, world = self.scene, self.scene.world
        code = f"1.{1 + world.number() % 2}.b"
        raised(scene, self.begun, code, Grade.MAJOR)
        self._attach(self.begun, code)
        self.audited.field.lot(10, 20)
        drawn(self.audited, self.begun, reason="More was bought.")
        self._found(self.reported)
        self._found(self.decidable)
        self._document()
        planned(scene)
        submitted(scene)
        signed(scene)
        lodged(scene)
        classify(world, scene.species_id, country=("AT", "DE", "PL", "HU")[world.number() % 4])
        person = judges(world, scene.body_id, Role.AUDITOR, Role.EVALUATOR)
        competent(world, scene.body_id, scene.auditor, Role.EVALUATOR)
        interest(world, scene.body_id, person, world.organisation(OrganisationKind.OPERATOR))
        self._new_body()

    def _new_body(self) -> None:
        world = self.scene.world
        body_id = world.organisation(OrganisationKind.CERTIFICATION_BODY)
        approval: dict[str, Any] = {"standard": "fairwild", "standard_version": "2.0"}
        day, status = date(2024, 1, 1), ApprovalStatus.PRELIMINARY
        for one in (body_id, self.scene.body_id):
            world.keep(BodyApproval(body_id=one, status=status, valid_from=day, **approval))
            row = NationalRegistration(
                body_id=one,
                country="VN",
                authority="Ministry",
                number=f"VN-{world.number()}",
                registered_on=day,
                recorded_at=world.now,
            )
            world.keep(row)

    def untouched(self) -> set[str]:
        """Give the pages that show no more for all that grows here: what they show is fixed."""
        begun = f"/audits/{self.begun}"
        assessment = f"/applications/{self.application}/assessment/1"
        return {"/scheme", "/scheme/standards", assessment, f"{begun}/finish", f"{begun}/people"}

    def pages(self) -> list[tuple[str, Actor]]:
        """Give every page that shows lists, and who looks at it."""
        scene = self.scene
        begun, body = f"/audits/{self.begun}", f"/organisations/{scene.body_id}"
        person = f"{body}/competence/{scene.auditor.person_id}"
        office, auditor = scene.office, scene.auditor
        return [
            ("/applications", office),
            (f"/applications/{self.application}", office),
            (f"/applications/{self.application}/assessment/1", scene.manager),
            (f"/applications/{self.application}/review", office),
            ("/audits", office),
            ("/audits/new", office),
            (begun, auditor),
            (f"/audits/{self.drafted}/plan", office),
            (f"{begun}/people", office),
            (f"{begun}/form", auditor),
            (f"{begun}/form/state", auditor),
            (f"{begun}/score/1.1.b", auditor),
            (f"{begun}/nonconformities/new", auditor),
            (f"{begun}/finish", auditor),
            (f"{begun}/desk", auditor),
            (f"{begun}/sample", auditor),
            (f"/audits/{self.reported}/evaluation", scene.evaluator),
            (f"/audits/{self.decidable}/decision", scene.certifier),
            (f"{body}/competence", office),
            (person, office),
            (body, office),
            ("/declarations", auditor),
            ("/scheme", office),
            ("/scheme/standards", office),
            ("/scheme/bodies", office),
            ("/risk-classes", office),
            ("/complaints", office),
            ("/home", office),
            ("/home", auditor),
        ]


def test_no_page_asks_more_where_there_is_more_to_show(door: Door, audited: Audited) -> None:
    ground = Ground(audited)
    browsers = {actor: door.pages(actor) for _, actor in ground.pages()}

    longer: dict[str, int] = {}

    def asked() -> dict[tuple[str, UUID | None], list[str]]:
        found = {}
        longer.clear()
        for where, actor in ground.pages():
            with asked_of(ground.scene.world.store) as said:
                answer = browsers[actor].get(where)
            assert answer.status_code == 200, (where, answer.status_code)
            found[where, actor.person_id] = [one.text for one in said]
            longer[where] = len(answer.text)
        return found

    asked()  # what is read once only
    few = asked()
    before = dict(longer)
    for _ in range(MORE):
        ground.grow()
    many = asked()
    assert {where for where in before if longer[where] <= before[where]} == ground.untouched()
    grown = {
        place: (len(few[place]), len(said), more_often(few[place], said))
        for place, said in many.items()
        if len(said) > len(few[place])
    }
    assert grown == {}


def more_often(few: list[str], many: list[str]) -> list[str]:
    """Name the statements that came more often."""
    return sorted({one[:300] for one in many if many.count(one) > few.count(one)})
