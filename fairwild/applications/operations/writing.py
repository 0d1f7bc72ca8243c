"""Writing an application, changing it, handing it in, and taking it back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications import queries, rules
from fairwild.applications.events import (
    ApplicationChanged,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    ApplicationWritten,
    digest_of,
)
from fairwild.applications.letters import Writer, tell_office
from fairwild.applications.operations.acting import acting_person
from fairwild.applications.queries.consenting import consent_needed
from fairwild.applications.records import Application
from fairwild.applications.states import SAID, ApplicationStatus
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed
from fairwild.organisations import queries as organisations
from fairwild.species.queries import species_by_id
from fairwild.standards import catalogue
from fairwild.store.series import next_number
from fairwild.unit_of_work import UnitOfWork

PAYERS = frozenset({OrganisationKind.COMPANY, OrganisationKind.OPERATOR})


def write_application(
    work: UnitOfWork,
    *,
    operator_id: UUID,
    body_id: UUID,
    standard: str,
    standard_version: str,
    mandator_id: UUID | None = None,
    **said: Any,
) -> Application:
    """Begin an application of an operator to a body, as its manager or as the company that pays.

    `said` is what the form says already. Raises Invalid for whom or what is not there.
    """
    _check_may_write(work, operator_id, mandator_id)
    _check_parties(work, operator_id=operator_id, body_id=body_id, mandator_id=mandator_id)
    _check_standard(standard, standard_version)
    _check_species(work, said.get("species", ()))
    application = Application(
        number=_next_number(work, operator_id, mandator_id),
        operator_id=operator_id,
        mandator_id=mandator_id,
        addressed_to_id=body_id,
        standard=standard,
        standard_version=standard_version,
        status=ApplicationStatus.DRAFT,
        written_at=work.now,
        **_plain(said),
    )
    work.add(application)
    work.record(
        ApplicationWritten(
            subject=application.id,
            number=application.number,
            operator_id=operator_id,
            mandator_id=mandator_id,
            addressed_to_id=body_id,
            standard=standard,
            standard_version=standard_version,
            form_sha256=_digest(application),
        )
    )
    return application


def change_application(
    work: UnitOfWork, *, application_id: UUID, version: int, **said: Any
) -> Application:
    """Change what a draft says; what is left out of `said` stays.

    Raises Conflict for a version that is no longer there.
    """
    application = work.take(Application, application_id, to=Action.WRITE_APPLICATION)
    if application.version != version:
        raise Conflict("application")
    work.refuse_if(rules.obstacles_to_changing(queries.facts_of(work, application)))
    _check_species(work, said.get("species", ()))
    for name, value in _plain(said).items():
        setattr(application, name, value)
    work.session.flush()
    work.record(
        ApplicationChanged(
            subject=application.id, number=application.number, form_sha256=_digest(application)
        )
    )
    return application


def submit_application(
    work: UnitOfWork, *, application_id: UUID, write: Writer | None = None
) -> Application:
    """Hand the application in: from now on the body sees it, and `write` words it for the office.

    A company that pays needs the operator's consent for it. Without `write` nobody gets a letter.
    """
    application = work.take(Application, application_id, to=Action.WRITE_APPLICATION)
    facts = queries.facts_of(work, application)
    assessment = queries.assessment_of(work, application)
    consent = consent_needed(work, application)
    work.refuse_if(rules.obstacles_to_submitting(facts, assessment, consent))
    application.status = ApplicationStatus.SUBMITTED
    application.body_id = application.addressed_to_id
    application.submitted_at = work.now
    application.submitted_by = acting_person(work)
    work.record(
        ApplicationSubmitted(
            subject=application.id,
            number=application.number,
            body_id=application.addressed_to_id,
            form_sha256=_digest(application),
        )
    )
    work.session.flush()
    if write is not None:
        tell_office(work, application, write)
    return application


def withdraw_application(work: UnitOfWork, *, application_id: UUID) -> Application:
    """Take the application back before the body has answered it."""
    application = work.take(Application, application_id, to=Action.WRITE_APPLICATION)
    work.refuse_if(rules.obstacles_to_withdrawing(queries.facts_of(work, application)))
    application.status = ApplicationStatus.WITHDRAWN
    work.record(ApplicationWithdrawn(subject=application.id, number=application.number))
    work.session.flush()
    return application


def _check_may_write(work: UnitOfWork, operator_id: UUID, mandator_id: UUID | None) -> None:
    """Let in the manager of the operator and whoever speaks for the company that pays."""
    sides = [Of(Party.OPERATOR, operator_id)]
    if mandator_id is not None:
        sides.append(Of(Party.MANDATOR, mandator_id))
    if not any(work.allows(Action.WRITE_APPLICATION, side) for side in sides):
        raise NotAllowed(Action.WRITE_APPLICATION)


def _check_parties(
    work: UnitOfWork, *, operator_id: UUID, body_id: UUID, mandator_id: UUID | None
) -> None:
    known = organisations.organisations_by_id(
        work, [one for one in (operator_id, body_id, mandator_id) if one is not None]
    )
    kinds = {one.id: one.kind for one in known.values()}
    if kinds.get(operator_id) is not OrganisationKind.OPERATOR:
        raise Invalid({"operator_id": "unknown"})
    if kinds.get(body_id) is not OrganisationKind.CERTIFICATION_BODY:
        raise Invalid({"body_id": "unknown"})
    if mandator_id is None:
        return
    if kinds.get(mandator_id) not in PAYERS or mandator_id == operator_id:
        raise Invalid({"mandator_id": "unknown"})


def _check_standard(name: str, version: str) -> None:
    try:
        catalogue.standard_version(name, version)
    except catalogue.UnknownStandard as error:
        raise Invalid({"standard": "unknown"}) from error


def _check_species(work: UnitOfWork, lines: Sequence[Mapping[str, Any]]) -> None:
    wanted = {line["species_id"] for line in lines}
    if wanted - set(species_by_id(work, wanted)):
        raise Invalid({"species": "unknown"})


def _next_number(work: UnitOfWork, operator_id: UUID, mandator_id: UUID | None) -> str:
    """Count the applications of whoever begins one: to a company, an operator is only its name."""
    own = work.allows(Action.WRITE_APPLICATION, Of(Party.OPERATOR, operator_id))
    begun_by = operator_id if own or mandator_id is None else mandator_id
    code = organisations.get_organisation(work, begun_by).code
    serial = next_number(work.session, f"application:{code}:{work.today.year}")
    return f"{code}-P-{work.today.year}-{serial:03d}"


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the form says as its columns keep it."""
    strange = set(said) - set(SAID)
    if strange:
        message = f"an application does not say {', '.join(sorted(strange))}"
        raise TypeError(message)
    kept = dict(said)
    for table, form_of in _LINES.items():
        if table in kept:
            kept[table] = [form_of(line) for line in kept[table]]
    return kept


def _kept_unit(line: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: str(line.get(name, "")) for name in ("name", "work", "place")}
    return {**words, "count": int(line.get("count", 1))}


def _kept_collectors(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"area": str(line["area"]), "count": int(line["count"])}


def _kept_line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "species_id": str(line["species_id"]),
        "part": str(line["part"]),
        "state": str(line["state"]),
        "yearly_g": int(line["yearly_g"]),
    }


_LINES: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "units": _kept_unit,
    "collectors": _kept_collectors,
    "species": _kept_line,
}


def _digest(application: Application) -> str:
    return digest_of({name: getattr(application, name) for name in SAID})
