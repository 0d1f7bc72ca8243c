"""Who may do what in certification: every role against every action, and one person twice.

One world for all of it: each deed is undone right after it was tried.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.applications import operations as applications
from fairwild.applications import queries as applying
from fairwild.applications.states import ConsentOutcome, ReviewOutcome
from fairwild.audits import operations, queries
from fairwild.audits.operations.importing import import_standard
from fairwild.audits.states import Grade, ObjectionOutcome, Outcome, Verification
from fairwild.competence import operations as competence
from fairwild.competence import queries as knowing
from fairwild.competence.states import InterestKind
from fairwild.desks import operations as desks
from fairwild.desks import queries as looking
from fairwild.desks.states import SampleRule
from fairwild.kernel.actors import Actor, OrganisationKind, Post, Role
from fairwild.kernel.refusals import HouseError, NotAllowed, NotFound, Refused
from fairwild.organisations import operations as organisations
from fairwild.organisations.records import BodyApproval
from fairwild.organisations.states import ApprovalStatus
from fairwild.species import operations as species
from fairwild.species.records import RiskClassification
from fairwild.standards.catalogue import standard_versions
from fairwild.standards.catalogue.tables import drafted_from
from fairwild.store.engine import Store
from fairwild.unit_of_work import UnitOfWork
from tests.applications_builders import ALL_MET, submitted
from tests.audits_builders import (
    Scene,
    declare,
    drafted,
    evaluated,
    finished,
    raised,
    scene_of,
    scored,
)
from tests.builders import World
from tests.competence_builders import competent, declared, judges
from tests.copies import copied

OFFICE, AUDITOR, EVALUATOR = Role.BODY_OFFICE, Role.AUDITOR, Role.EVALUATOR
CERTIFIER, STEWARD, MANAGER = Role.CERTIFIER, Role.SCHEME_STEWARD, Role.OPERATOR_MANAGER
BODY = {OFFICE, AUDITOR, EVALUATOR, CERTIFIER}
ELSEWHERE = (
    "account:",
    "alarm:",
    "area:",
    "certificate:",
    "complainant:",
    "complaint:",
    "consignment:",
    "decision:",
    "harvester:",
    "import:",
    "label:",
    "ledger:",
    "lineage:",
    "lot:",
    "maximum-quantity:",
    "membership:",
    "movement:",
    "organisation:",
    "people:",
    "permit:",
    "person:",
    "quantity-change:",
    "ratio:",
    "recall:",
    "receipt:",
    "species:",
    "stock:",
    "target-species:",
)
"""What other tests hold their roles against."""

HEAD = {
    "name": "fairwild",
    "version": "3.0",
    "title": "FairWild Standard",
    "published": "2023",
    "valid_from": date(2023, 1, 1),
    "transition_until": None,
    "language": "en",
    "evidence": "confirmed",
}


@dataclass(frozen=True)
class Ground:
    """A body with everything that roles could lay their hands on."""

    scene: Scene
    application: UUID
    drafted: UUID
    audit: UUID
    found: UUID
    reported: UUID
    decidable: UUID
    approval: UUID
    risk: UUID
    competence: UUID
    aside: dict[str, Actor]

    @property
    def auditor_id(self) -> UUID:
        """Who is written about."""
        person_id = self.scene.auditor.person_id
        assert person_id is not None
        return person_id


@pytest.fixture(scope="module")
def ground(sqlite_template: Store, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Set up once; nothing a test here does is kept."""
    scene = scene_of(World(copied(sqlite_template, tmp_path_factory.mktemp("who"))))
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    with scene.world.work(scene.manager) as work:
        operations.object_to_nonconformity(work, nonconformity_id=found, reasons="It was none.")
        operations.answer_nonconformity(
            work, nonconformity_id=found, root_cause="", correction="", corrective_action="Trained."
        )
    with scene.world.store.reading() as session:
        approval = session.scalars(select(BodyApproval.id)).one()
        risk = session.scalars(select(RiskClassification.id)).one()
    waiting = drafted(scene)
    declare(scene, waiting)
    reported, decidable = finished(scene, disputed(scene)), finished(scene, disputed(scene))
    aside = {
        "returner": settled(scene, decidable, 0, returned, by=EVALUATOR),
        "corrector": settled(scene, decidable, 0, corrected, by=AUDITOR),
        "judge": settled(scene, decidable, 1, upheld, by=CERTIFIER),
    }
    settled(scene, reported, 1, upheld, by=aside["judge"])
    return Ground(
        scene=scene,
        application=submitted(scene),
        drafted=waiting,
        audit=audit_id,
        found=found,
        reported=reported,
        decidable=evaluated(scene, decidable),
        approval=approval,
        risk=risk,
        competence=competent(scene.world, scene.body_id, scene.auditor, Role.AUDITOR),
        aside=aside,
    )


def disputed(scene: Scene) -> UUID:
    """Score an audit that found two things: one was put right, to the other there is objection."""
    audit_id = scored(scene)
    raised(scene, audit_id, "5.1.a", Grade.MINOR)
    other = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    with scene.world.work(scene.manager) as work:
        operations.object_to_nonconformity(work, nonconformity_id=other, reasons="It was none.")
    return audit_id


def settled(
    scene: Scene,
    audit_id: UUID,
    number: int,
    deed: Callable[[UnitOfWork, UUID], object],
    *,
    by: Role | Actor,
) -> Actor:
    """Let somebody of the body, in no team, settle what an audit found."""
    person = by if isinstance(by, Actor) else judges(scene.world, scene.body_id, by)
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, person)
    with scene.world.reading(scene.auditor) as reading:
        found = queries.nonconformities_of(reading, audit_id)[number].id
    if deed is not upheld:
        with scene.world.work(scene.manager) as work:
            operations.answer_nonconformity(
                work, nonconformity_id=found, root_cause="", correction="", corrective_action="So."
            )
    with scene.world.work(person) as work:
        deed(work, found)
    return person


def corrected(work: UnitOfWork, found: UUID) -> object:
    """Accept a correction."""
    return operations.close_nonconformity(
        work, nonconformity_id=found, verification=Verification.REMOTE, note="The names are there."
    )


def returned(work: UnitOfWork, found: UUID) -> object:
    """Send an answer back."""
    return operations.return_answer(work, nonconformity_id=found, reason="Who, and when?")


def upheld(work: UnitOfWork, found: UUID) -> object:
    """Find an objection right."""
    return operations.answer_objection(
        work, nonconformity_id=found, outcome=ObjectionOutcome.UPHELD, answer="It was none."
    )


Deed = Callable[[UnitOfWork, Ground], object]


def accept(work: UnitOfWork, on: Ground) -> object:
    """Accept the application."""
    return applications.review_application(
        work,
        application_id=on.application,
        outcome=ReviewOutcome.ACCEPT,
        checks=ALL_MET,
        reasons="Looked at.",
    )


def bring_in(work: UnitOfWork) -> object:
    """Import the table of a standard that says nothing yet."""
    draft = drafted_from(io.BytesIO(b"level,code,text\n"), HEAD, standard_versions())
    return import_standard(work, draft=draft, own=Path("nowhere"))


def close(work: UnitOfWork, on: Ground) -> object:
    """Accept the answer to the nonconformity."""
    return operations.close_nonconformity(
        work,
        nonconformity_id=on.found,
        verification=Verification.REMOTE,
        note="The names are there.",
    )


def extend(work: UnitOfWork, on: Ground) -> object:
    """Give a week more for the nonconformity."""
    due_on = queries.get_nonconformity(work, on.found).due_on + timedelta(days=7)
    return operations.extend_nonconformity(
        work, nonconformity_id=on.found, due_on=due_on, reason="A late harvest."
    )


def judge(work: UnitOfWork, on: Ground) -> object:
    """Answer the objection."""
    return operations.answer_objection(
        work, nonconformity_id=on.found, outcome=ObjectionOutcome.REJECTED, answer="It was."
    )


def score(work: UnitOfWork, on: Ground) -> object:
    """Score an indicator."""
    return TABLE[Action.SCORE_AUDIT][1](work, on)


def evaluate(work: UnitOfWork, on: Ground) -> object:
    """Recommend the certificate."""
    return operations.evaluate_audit(
        work, audit_id=on.reported, recommendation=Outcome.CERTIFY, reasons="Good."
    )


def decide(work: UnitOfWork, on: Ground) -> object:
    """Decide for the certificate."""
    return operations.decide_audit(
        work, audit_id=on.decidable, outcome=Outcome.CERTIFY, reasons="Good."
    )


def confirm(work: UnitOfWork, on: Ground) -> object:
    """Stand by the plan."""
    return operations.confirm_audit(work, audit_id=on.drafted)


def override(work: UnitOfWork, on: Ground) -> object:
    """Set aside what stands against the auditor."""
    return operations.override_obstacles(
        work, audit_id=on.audit, person_id=on.auditor_id, role=AUDITOR, reason="Nobody else."
    )


def agree(work: UnitOfWork, on: Ground) -> object:
    """Agree for the operator to the application, which is its own."""
    return applications.answer_consent(
        work, application_id=on.application, outcome=ConsentOutcome.GIVEN, content_sha256=""
    )


TABLE: dict[Action, tuple[set[Role], Deed]] = {
    Action.SEE_APPLICATION: (
        {MANAGER, STEWARD, *BODY},
        lambda work, on: applying.get_application(work, on.application),
    ),
    Action.WRITE_APPLICATION: (
        {MANAGER},
        lambda work, on: applications.withdraw_application(work, application_id=on.application),
    ),
    Action.ASK_CONSENT: (
        set(),  # no company pays for this application, so there is nobody to ask
        lambda work, on: applications.ask_consent(work, application_id=on.application),
    ),
    Action.ANSWER_CONSENT: ({MANAGER}, agree),
    Action.REVIEW_APPLICATION: ({OFFICE}, accept),
    Action.SIGN_AGREEMENT: (
        {OFFICE},
        lambda work, on: applications.sign_agreement(
            work,
            body_id=on.scene.body_id,
            operator_id=on.scene.operator_id,
            edition="3",
            signed_on=date(2026, 3, 1),
        ),
    ),
    Action.APPROVE_BODY: (
        {STEWARD},
        lambda work, on: organisations.change_approval_status(
            work, approval_id=on.approval, status=ApprovalStatus.SUSPENDED, reason="No witness."
        ),
    ),
    Action.REGISTER_NATIONALLY: (
        {OFFICE, STEWARD},
        lambda work, on: organisations.register_nationally(
            work,
            body_id=on.scene.body_id,
            country="VN",
            authority="Ministry",
            number="VN-1",
            registered_on=date(2025, 1, 1),
        ),
    ),
    Action.CLASSIFY_RISK: (
        {STEWARD},
        lambda work, on: species.end_risk(work, classification_id=on.risk, reason="Wrong basin."),
    ),
    Action.SEE_SCHEME: (set(Role), lambda work, on: work.may(Action.SEE_SCHEME)),
    Action.IMPORT_STANDARD: ({STEWARD}, lambda work, on: bring_in(work)),
    Action.SEE_COMPETENCE: (
        {STEWARD, *BODY},
        lambda work, on: knowing.person_judging(work, on.scene.body_id, on.auditor_id),
    ),
    Action.RECORD_COMPETENCE: (
        {OFFICE},
        lambda work, on: competence.end_competence(
            work, competence_id=on.competence, reason="Left."
        ),
    ),
    Action.DECLARE_INTEREST: (
        {OFFICE, AUDITOR},  # the auditor about themselves
        lambda work, on: competence.record_interest(
            work,
            body_id=on.scene.body_id,
            person_id=on.auditor_id,
            client_id=on.scene.operator_id,
            kind=InterestKind.FAMILY,
            since=date(2020, 1, 1),
        ),
    ),
    Action.OVERRIDE_OBSTACLE: (
        {OFFICE},
        override,
    ),
    Action.SEE_AUDIT: (
        {MANAGER, STEWARD, *BODY},
        lambda work, on: queries.view_of_audit(work, on.audit),
    ),
    Action.PLAN_AUDIT: (
        {OFFICE},
        lambda work, on: operations.plan_audit(work, **on.scene.order()),
    ),
    Action.CONFIRM_AUDIT: (
        {OFFICE},
        confirm,
    ),
    Action.SEE_DESK: (BODY, lambda work, on: looking.desk_of(work, on.audit)),
    Action.DRAW_SAMPLE: (
        {OFFICE, AUDITOR},
        lambda work, on: desks.draw_sample(
            work, audit_id=on.audit, rule=SampleRule.SQUARE_ROOT, seed="spring"
        ),
    ),
    Action.CANCEL_AUDIT: (
        {OFFICE},
        lambda work, on: operations.cancel_audit(work, audit_id=on.audit, reason="A landslide."),
    ),
    Action.CHANGE_TEAM: (
        {OFFICE},
        lambda work, on: operations.change_team(
            work, audit_id=on.audit, left_id=on.auditor_id, reason="A landslide."
        ),
    ),
    Action.SCORE_AUDIT: (
        {AUDITOR},
        lambda work, on: operations.score_indicator(
            work, audit_id=on.audit, indicator="1.1.a", value=1, seen_version=1
        ),
    ),
    Action.RAISE_NONCONFORMITY: (
        {AUDITOR},
        lambda work, on: operations.raise_nonconformity(
            work, audit_id=on.audit, indicators=["1.1.a"], grade=Grade.MINOR, description="Seen."
        ),
    ),
    Action.WITHDRAW_NONCONFORMITY: (
        {AUDITOR},
        lambda work, on: operations.withdraw_nonconformity(
            work, nonconformity_id=on.found, reason="Written twice."
        ),
    ),
    Action.ANSWER_NONCONFORMITY: (
        {MANAGER},
        lambda work, on: operations.answer_nonconformity(
            work, nonconformity_id=on.found, root_cause="", correction="", corrective_action="Yes."
        ),
    ),
    Action.CLOSE_NONCONFORMITY: ({AUDITOR, EVALUATOR}, close),
    Action.EXTEND_NONCONFORMITY: ({AUDITOR, EVALUATOR}, extend),
    Action.OBJECT_TO_NONCONFORMITY: (
        {MANAGER},
        lambda work, on: operations.object_to_nonconformity(
            work, nonconformity_id=on.found, reasons="It was no lapse."
        ),
    ),
    Action.ANSWER_OBJECTION: ({EVALUATOR, CERTIFIER, STEWARD}, judge),
    Action.READ_AUDIT_WORK: (
        {STEWARD, *BODY},
        lambda work, on: work.may(Action.READ_AUDIT_WORK, on=queries.get_audit(work, on.audit)),
    ),
    Action.FINISH_AUDIT: (
        {AUDITOR},
        lambda work, on: operations.finish_audit(
            work, audit_id=on.audit, summary="Done.", used_half_days=8
        ),
    ),
    Action.EVALUATE_AUDIT: ({EVALUATOR}, evaluate),
    Action.DECIDE_AUDIT: ({CERTIFIER}, decide),
}


NOT_NOW = {
    Action.ANSWER_CONSENT,
    Action.ANSWER_NONCONFORMITY,
    Action.ASK_CONSENT,
    Action.CHANGE_TEAM,
    Action.IMPORT_STANDARD,
    Action.OBJECT_TO_NONCONFORMITY,
    Action.OVERRIDE_OBSTACLE,
}
"""What even those who may are refused here: it was done before, or there is nothing to do."""


class Undone(Exception):
    """Takes back what a deed has done."""


def tried(on: Ground, actor: Actor, deed: Deed) -> HouseError | None:
    """Do a deed and undo it; gives what the house said against it."""
    try:
        with on.scene.world.work(actor) as work:
            deed(work, on)
            raise Undone
    except Undone:
        return None
    except HouseError as error:
        return error


def people_of(on: Ground) -> dict[Role, Actor]:
    """Give somebody in every role, at the body, the operator or an organisation of their own."""
    scene, known = on.scene, dict[Role, Actor]()
    for role in Role:
        match role:
            case Role.BUYING_CLERK:
                known[role] = scene.world.person((scene.operator_id, role))
            case Role.COMPANY_MEMBER:
                known[role] = scene.world.somebody(role, OrganisationKind.COMPANY)
            case Role.SCHEME_STEWARD | Role.SYSTEM_ADMINISTRATOR:
                known[role] = scene.world.somebody(role, OrganisationKind.SCHEME_OWNER)
    held = {OFFICE: scene.office, AUDITOR: scene.auditor, EVALUATOR: scene.evaluator}
    return known | held | {CERTIFIER: scene.certifier, MANAGER: scene.manager}


def test_every_action_of_certification_is_in_the_table() -> None:
    missing = [one for one in Action if one not in TABLE and not one.startswith(ELSEWHERE)]
    assert missing == []


def test_every_role_may_do_what_the_table_says_and_nothing_else(ground: Ground) -> None:
    people = people_of(ground)
    assert set(people) == set(Role)
    for action, (expected, deed) in TABLE.items():
        said = {role: tried(ground, actor, deed) for role, actor in people.items()}
        allowed = {one for one in said if not isinstance(said[one], (NotAllowed, NotFound))}
        assert allowed == expected, (action, said)
        done = any(said[role] is None for role in expected)
        assert done is (action not in NOT_NOW), (action, said)


def test_the_same_roles_elsewhere_open_nothing(ground: Ground) -> None:
    world = ground.scene.world
    strangers = [
        world.somebody(role, OrganisationKind.CERTIFICATION_BODY) for role in sorted(BODY)
    ] + [world.operator_manager()]
    for action, (_, deed) in TABLE.items():
        if action is Action.SEE_SCHEME:
            continue
        for actor in strangers:
            assert isinstance(tried(ground, actor, deed), (NotAllowed, NotFound)), (action, actor)


# one person in two parts


def also(actor: Actor, on: Ground, *posts: tuple[UUID, Role]) -> Actor:
    """Give the same person with more posts, competent in them and without a tie."""
    scene = on.scene
    for organisation_id, role in posts:
        if organisation_id == scene.body_id:
            competent(scene.world, scene.body_id, actor, role)
    parties = (scene.body_id, scene.operator_id)
    for audit_id in (on.reported, on.decidable):
        declared(scene.world, audit_id, *parties, actor)
    more = frozenset(Post(*post) for post in posts)
    return Actor(actor.person_id, actor.posts | more, actor.organisation_id)


ONE_PERSON_TWICE: list[tuple[str, Role, Deed, str]] = [
    ("auditor", EVALUATOR, evaluate, "evaluator-in-audit-team"),
    ("auditor", CERTIFIER, decide, "decider-in-audit-team"),
    ("auditor", CERTIFIER, judge, "objection-by-involved"),
    ("evaluator", CERTIFIER, decide, "decider-is-evaluator"),
    ("corrector", CERTIFIER, decide, "decider-verified-correction"),
    ("returner", CERTIFIER, decide, "decider-returned-answer"),
    ("judge", CERTIFIER, decide, "decider-judged-objection"),
    ("judge", EVALUATOR, evaluate, "evaluator-judged-objection"),
    ("evaluator", AUDITOR, score, "scorer-not-in-audit-team"),
    ("certifier", AUDITOR, score, "scorer-not-in-audit-team"),
    ("manager", AUDITOR, close, "closer-is-answerer"),
    ("manager", OFFICE, accept, "reviewer-submitted-it"),
    ("manager", OFFICE, accept, "office-tied-to-client"),
    ("manager", OFFICE, confirm, "office-tied-to-client"),
    ("manager", OFFICE, override, "office-tied-to-client"),
    ("manager", EVALUATOR, evaluate, "user-of-client"),
    ("manager", CERTIFIER, decide, "user-of-client"),
    ("manager", CERTIFIER, judge, "user-of-client"),
]


@pytest.mark.parametrize(("first", "second", "deed", "obstacle"), ONE_PERSON_TWICE)
def test_nobody_stands_on_both_sides_of_one_audit(
    ground: Ground, first: str, second: Role, deed: Deed, obstacle: str
) -> None:
    actor = ground.aside.get(first) or getattr(ground.scene, first)
    said = tried(ground, also(actor, ground, (ground.scene.body_id, second)), deed)
    assert isinstance(said, Refused), said
    assert obstacle in {one.code for one in said.obstacles}


def test_whoever_runs_the_system_or_the_scheme_neither_scores_nor_decides(ground: Ground) -> None:
    people = people_of(ground)
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SCHEME_STEWARD, Role.OPERATOR_MANAGER):
        for deed in (score, close, evaluate, decide):
            assert isinstance(tried(ground, people[role], deed), (NotAllowed, NotFound)), role
    said = tried(ground, people[Role.SCHEME_STEWARD], judge)
    assert isinstance(said, Refused)
    assert next(one.code for one in said.obstacles) == "objection-with-body"
