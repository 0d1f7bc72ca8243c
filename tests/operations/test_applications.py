"""Applications and agreements on both engines."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from fairwild.access.actions import Action
from fairwild.applications import operations, queries
from fairwild.applications.queries.reviewing import countries_of
from fairwild.applications.states import ApplicationStatus, ReviewCheck, ReviewOutcome
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.organisations.records import BodyApproval
from tests.applications_builders import (
    ALL_MET,
    COPY,
    answered,
    form_of,
    reviewed,
    seen_application,
    signed,
    submitted,
    written,
)
from tests.areas_builders import area
from tests.audits_builders import Scene, scene_of
from tests.builders import World
from tests.operations.test_lots_at_once import at_once
from tests.questions import asked_of


@pytest.fixture
def scene(world: World) -> Scene:
    """A body and an operator that wants to be certified."""
    return scene_of(world)


def kinds(scene: Scene, subject: object) -> list[str]:
    """What the ledger says happened to a subject."""
    with scene.world.reading(scene.manager) as reading:
        wanted = select(LedgerEntry.kind).where(LedgerEntry.subject_id == subject)
        return list(reading.session.scalars(wanted.order_by(LedgerEntry.version)))


def test_an_application_goes_from_draft_to_agreement(scene: Scene) -> None:
    application_id = written(scene)
    with (
        scene.world.reading(scene.office) as reading,
        pytest.raises(NotFound),
    ):
        queries.get_application(reading, application_id)
    answered(scene, application_id)
    with scene.world.work(scene.manager) as work:
        operations.attach_document(
            work,
            application_id=application_id,
            title="Map",
            file_name="../../map.pdf",
            media_type="application/pdf",
            stored=COPY,
        )
        operations.submit_application(work, application_id=application_id)
    reviewed(scene, application_id)
    row = seen_application(scene, application_id)
    assert (row.number, row.status) == ("LIQ-P-2026-001", ApplicationStatus.ACCEPTED)
    assert kinds(scene, application_id) == [
        "application-written",
        "self-assessment-answered",
        "application-document-attached",
        "application-submitted",
        "application-reviewed",
    ]
    with scene.world.reading(scene.office) as reading:
        [document] = queries.documents_of(reading, application_id)
        assert document.file_name == "map.pdf"
    agreement_id = signed(scene, application_id=application_id)
    with scene.world.reading(scene.office) as reading:
        [found] = queries.agreements_of_application(reading, application_id)
        assert found.id == agreement_id


def test_what_is_missing_is_said_all_at_once(scene: Scene) -> None:
    application_id = written(scene, species=[], operator_contact="", buying_points=None)
    with (
        scene.world.work(scene.manager) as work,
        pytest.raises(Refused) as refused,
    ):
        operations.submit_application(work, application_id=application_id)
    at = [one.at for one in refused.value.obstacles]
    assert at == ["operator_contact", "buying_points", "species", "assessment"]


def test_an_application_sent_back_can_be_completed_and_comes_again(scene: Scene) -> None:
    application_id = reviewed(scene, submitted(scene), ReviewOutcome.SEND_BACK)
    row = seen_application(scene, application_id)
    assert row.status is ApplicationStatus.DRAFT
    with scene.world.work(scene.manager) as work:
        operations.change_application(
            work, application_id=application_id, version=row.version, processing_staff=7
        )
        operations.submit_application(work, application_id=application_id)
    reviewed(scene, application_id, ReviewOutcome.DECLINE)
    with scene.world.reading(scene.office) as reading:
        outcomes = [one.outcome for one in queries.reviews_of(reading, application_id)]
    assert set(outcomes) == {ReviewOutcome.SEND_BACK, ReviewOutcome.DECLINE}
    with scene.world.work(scene.office) as work, pytest.raises(Refused):
        operations.sign_agreement(
            work,
            body_id=scene.body_id,
            operator_id=scene.operator_id,
            edition="1",
            signed_on=date(2026, 3, 1),
            application_id=application_id,
        )


def test_accepting_needs_every_check_and_the_bodys_approval(scene: Scene) -> None:
    application_id = submitted(scene)
    with scene.world.work(scene.office) as work, pytest.raises(Refused) as refused:
        operations.review_application(
            work,
            application_id=application_id,
            outcome=ReviewOutcome.ACCEPT,
            checks=ALL_MET | {ReviewCheck.CAPACITY: False},
            reasons="No auditor is free before summer.",
        )
    assert [one.at for one in refused.value.obstacles] == ["check_capacity"]
    assert seen_application(scene, application_id).status is ApplicationStatus.SUBMITTED


def test_a_body_that_is_not_approved_there_cannot_accept(scene: Scene) -> None:
    elsewhere = scene.world.organisation(OrganisationKind.CERTIFICATION_BODY, code="NEW")
    office = scene.world.person((elsewhere, Role.BODY_OFFICE))
    application_id = submitted(scene, body_id=elsewhere)
    with scene.world.work(office) as work, pytest.raises(Refused) as refused:
        operations.review_application(
            work,
            application_id=application_id,
            outcome=ReviewOutcome.ACCEPT,
            checks=ALL_MET,
            reasons="Gladly.",
        )
    found = [one.code for one in refused.value.obstacles]
    assert found == ["body-cannot-certify-there", "body-lacks-a-role"]


@pytest.mark.parametrize(
    ("collectors", "countries"),
    [
        ("F1 Grande Lande", {"ES", "FR"}),
        ("F1, the forest", {"ES", "FR"}),
        ("In the block f1 of old", {"ES", "FR"}),
        ("XF1", {"ES", "FR", "PT"}),
        ("Block p2", {"ES", "PT"}),
    ],
)
def test_an_application_is_about_the_seat_and_every_country_its_areas_lie_in(
    scene: Scene, collectors: str, countries: set[str]
) -> None:
    area(scene.world, scene.manager, "F1", country="FR")
    area(scene.world, scene.manager, "P2", country="PT")
    application_id = written(scene, collectors=[{"area": collectors, "count": 3}])
    with scene.world.reading(scene.manager) as reading:
        row = queries.get_application(reading, application_id)
        assert countries_of(reading, row) == countries


def test_a_body_accepts_only_where_it_is_approved_for_every_country(scene: Scene) -> None:
    area(scene.world, scene.manager, "F1", country="FR")
    application_id = submitted(scene, collectors=[{"area": "F1", "count": 3}])
    with scene.world.store.engine.begin() as connection:
        connection.execute(update(BodyApproval).values(countries_out=["FR"]))
    with scene.world.work(scene.office) as work, pytest.raises(Refused) as refused:
        operations.review_application(
            work,
            application_id=application_id,
            outcome=ReviewOutcome.ACCEPT,
            checks=ALL_MET,
            reasons="Gladly.",
        )
    [found] = refused.value.obstacles
    assert (found.code, found.facts["country"]) == ("body-cannot-certify-there", "FR")


def test_the_company_that_pays_writes_and_sees_it_too(scene: Scene) -> None:
    company = scene.world.organisation(OrganisationKind.COMPANY, code="TEA")
    buyer = scene.world.person((company, Role.COMPANY_MEMBER))
    stranger = scene.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    order = {
        "operator_id": scene.operator_id,
        "mandator_id": company,
        "body_id": scene.body_id,
        "standard": "fairwild",
        "standard_version": "2.0",
    }
    with scene.world.work(stranger) as work, pytest.raises(NotAllowed):
        operations.write_application(work, **order)
    with scene.world.work(buyer) as work:
        application = operations.write_application(work, **order, **form_of(scene))
        application_id = application.id
    for actor in (buyer, scene.manager):
        with scene.world.reading(actor) as reading:
            [line] = queries.list_applications(reading)
            assert line.id == application_id
    with scene.world.reading(stranger) as reading:
        assert queries.list_applications(reading) == []
        with pytest.raises(NotFound):
            queries.get_application(reading, application_id)
    answered(scene, application_id)
    with scene.world.work(buyer) as work, pytest.raises(Refused) as refused:
        operations.submit_application(work, application_id=application_id)
    missing = [(one.code, one.at) for one in refused.value.obstacles]
    assert missing == [
        ("application-part-missing", "mandator_contact"),
        ("consent-not-asked", None),
    ]


def test_strange_parties_standards_and_answers_are_refused(scene: Scene) -> None:
    for change, field in (
        ({"body_id": scene.operator_id}, "body_id"),
        ({"mandator_id": scene.operator_id}, "mandator_id"),
        ({"mandator_id": uuid4()}, "mandator_id"),
        ({"standard_version": "9.9"}, "standard"),
        ({"species": [form_of(scene)["species"][0] | {"species_id": uuid4()}]}, "species"),
    ):
        with pytest.raises(Invalid) as invalid:
            written(scene, **change)
        assert list(invalid.value.errors) == [field]
    application_id = written(scene)
    for answer in (("0.0.x", 2, False, ""), ("1.1.a", 4, False, ""), ("1.1.a", 1, True, "")):
        with scene.world.work(scene.manager) as work, pytest.raises(Invalid):
            operations.answer_indicators(work, application_id=application_id, answers=[answer])


def test_a_stale_change_is_told_so(scene: Scene) -> None:
    application_id = written(scene)
    with scene.world.work(scene.manager) as work, pytest.raises(Conflict):
        operations.change_application(work, application_id=application_id, version=7, history="x")


def test_a_submitted_application_no_longer_changes(scene: Scene) -> None:
    application_id = submitted(scene)
    version = seen_application(scene, application_id).version
    with scene.world.work(scene.manager) as work:
        with pytest.raises(Refused):
            operations.change_application(
                work, application_id=application_id, version=version, history="x"
            )
        with pytest.raises(Refused):
            operations.answer_indicators(
                work, application_id=application_id, answers=[("1.1.a", 3, False, "")]
            )
    with scene.world.work(scene.manager) as work:
        operations.withdraw_application(work, application_id=application_id)
    with scene.world.work(scene.office) as work, pytest.raises(Refused):
        operations.review_application(
            work,
            application_id=application_id,
            outcome=ReviewOutcome.DECLINE,
            checks={},
            reasons="Too late.",
        )


def test_an_agreement_binds_from_its_copy_to_its_end(scene: Scene) -> None:
    def binding(on: date) -> str | None:
        with scene.world.reading(scene.office) as reading:
            found = queries.agreement_on(
                reading, operator_id=scene.operator_id, body_id=scene.body_id, on=on
            )
            return found.edition if found else None

    with scene.world.work(scene.office) as work:
        operations.end_agreement(
            work,
            agreement_id=queries.list_agreements(work)[0].row.id,
            ends_on=date(2026, 1, 1),
            reason="A new edition.",
        )
    with scene.world.work(scene.office) as work:
        agreement_id = operations.sign_agreement(
            work,
            body_id=scene.body_id,
            operator_id=scene.operator_id,
            edition="2026-1",
            signed_on=date(2026, 2, 1),
            valid_until=date(2027, 2, 1),
        ).id
    assert (binding(date(2025, 12, 31)), binding(date(2026, 1, 1))) == ("2025-1", None)
    assert binding(date(2026, 2, 1)) is None
    with scene.world.work(scene.office) as work:
        copy = {"file_name": "a.pdf", "media_type": "application/pdf", "stored": COPY}
        operations.keep_signed_copy(work, agreement_id=agreement_id, **copy)
        with pytest.raises(Refused):
            operations.keep_signed_copy(work, agreement_id=agreement_id, **copy)
    assert binding(date(2026, 2, 1)) == "2026-1"
    assert binding(date(2027, 1, 31)) == "2026-1"
    assert binding(date(2027, 2, 1)) is None
    assert kinds(scene, agreement_id) == ["agreement-signed", "agreement-copy-kept"]


def test_two_offices_answering_at_once_give_one_answer(scene: Scene) -> None:
    application_id = submitted(scene)

    def deed(own: World) -> None:
        with own.work(scene.office) as work:
            operations.review_application(
                work,
                application_id=application_id,
                outcome=ReviewOutcome.ACCEPT,
                checks=ALL_MET,
                reasons="Gladly.",
            )

    ended = at_once(scene.world, deed, deed)
    assert sorted(ended) == ["application-not-submitted", "done"]
    with scene.world.reading(scene.office) as reading:
        assert len(queries.reviews_of(reading, application_id)) == 1


def test_the_lists_ask_no_more_for_more_rows(scene: Scene) -> None:
    def asked() -> int:
        with (
            asked_of(scene.world.store) as statements,
            scene.world.reading(scene.office) as reading,
        ):
            assert queries.list_applications(reading)
            assert queries.list_agreements(reading)
        return len(statements)

    submitted(scene)
    few = asked()
    for _ in range(3):
        submitted(scene)
        signed(scene)
    assert asked() == few


DEEDS = {
    Action.WRITE_APPLICATION: lambda work, scene, application_id: operations.withdraw_application(
        work, application_id=application_id
    ),
    Action.REVIEW_APPLICATION: lambda work, scene, application_id: operations.review_application(
        work,
        application_id=application_id,
        outcome=ReviewOutcome.ACCEPT,
        checks=ALL_MET,
        reasons="Looked at.",
    ),
    Action.SIGN_AGREEMENT: lambda work, scene, application_id: operations.sign_agreement(
        work,
        body_id=scene.body_id,
        operator_id=scene.operator_id,
        edition="3",
        signed_on=date(2026, 3, 1),
    ),
}
ALLOWED = {
    Action.WRITE_APPLICATION: {Role.OPERATOR_MANAGER},
    Action.REVIEW_APPLICATION: {Role.BODY_OFFICE},
    Action.SIGN_AGREEMENT: {Role.BODY_OFFICE},
}


@pytest.mark.parametrize("action", DEEDS)
def test_only_those_named_in_the_table_do_it(sqlite_store: object, action: Action) -> None:
    scene = scene_of(World(sqlite_store))  # type: ignore[arg-type]  # the fixture's type
    application_id = submitted(scene)
    actors = {
        Role.BODY_OFFICE: scene.office,
        Role.AUDITOR: scene.auditor,
        Role.EVALUATOR: scene.evaluator,
        Role.CERTIFIER: scene.certifier,
        Role.BUYING_CLERK: scene.world.person((scene.operator_id, Role.BUYING_CLERK)),
        Role.SCHEME_STEWARD: scene.world.steward(),
        Role.SYSTEM_ADMINISTRATOR: scene.world.somebody(
            Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER
        ),
        Role.COMPANY_MEMBER: scene.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY),
        Role.OPERATOR_MANAGER: scene.manager,
    }
    order = sorted(actors, key=lambda role: role in ALLOWED[action])
    for role in order:
        with scene.world.work(actors[role]) as work:
            if role in ALLOWED[action]:
                DEEDS[action](work, scene, application_id)
            else:
                with pytest.raises((NotAllowed, NotFound)):
                    DEEDS[action](work, scene, application_id)
