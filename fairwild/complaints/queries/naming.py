"""What a complaint names, whom that is about, and who has to handle it."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.applications.queries import body_agreed_with
from fairwild.audits import queries as audits
from fairwild.audits import rules
from fairwild.certificates import queries as certificates
from fairwild.complaints.states import ComplaintSubject
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import Invalid, Refused
from fairwild.labels.queries import find_label
from fairwild.lots import queries as lots
from fairwild.organisations import queries as organisations
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading

COMPLAINED_ABOUT = frozenset({OrganisationKind.OPERATOR, OrganisationKind.COMPANY})


@dataclass(frozen=True)
class Named:
    """A thing somebody complains about: the organisation behind it, and its body where known."""

    subject: ComplaintSubject
    thing_id: UUID
    thing: str
    about_id: UUID
    body_id: UUID | None = None


def named_thing(reading: Reading, typed: str) -> Named | None:
    """Give what a certificate number or the code of a label, pack or lot names; anybody may ask."""
    certificate_id = certificates.find_certificate_id(reading, typed)
    if certificate_id is None:
        return _label(reading, typed)
    facts = certificates.get_certificate_facts(reading, certificate_id)
    return Named(
        ComplaintSubject.CERTIFICATE,
        certificate_id,
        facts.number,
        facts.holder_id,
        facts.body_id,
    )


def _label(reading: Reading, typed: str) -> Named | None:
    label = find_label(reading, typed)
    unit = lots.find_unit(reading, typed) if label is None else None
    if label is not None:
        lot = lots.get_lot_facts(reading, label.run.lot_id)
    elif unit is not None:
        lot = lots.get_lot_facts(reading, unit.lot_id)
    else:
        found = lots.find_lot_facts_by_code(reading, typed)
        if found is None:
            return None
        lot = found
    return Named(ComplaintSubject.LABEL, lot.id, lot.number, lot.operator_id)


def named_operator(reading: Reading, organisation_id: UUID) -> Named | None:
    """Give an operator or a company as what a complaint is about."""
    found = organisations.find_organisation(reading, organisation_id)
    if found is None or found.kind not in COMPLAINED_ABOUT:
        return None
    return Named(ComplaintSubject.OPERATOR, found.id, found.name, found.id)


def named_by(reading: Reading, *, typed: str, operator_id: UUID | None = None) -> Named:
    """Give what a number, a code or otherwise an organisation names.

    Raises Invalid for what there is not.
    """
    if typed:
        named, wrong = named_thing(reading, typed), {"about": "no-such-code"}
    elif operator_id is not None:
        named, wrong = named_operator(reading, operator_id), {"operator_id": "unknown"}
    else:
        named, wrong = None, {"about": "missing"}
    if named is None:
        raise Invalid(wrong)
    return named


def named_decision(reading: Reading, audit_id: UUID) -> Named:
    """Give the decision on an audit to the operator it is about.

    Raises NotFound, NotAllowed, and Refused where nothing is decided or the time is over.
    """
    audit = audits.get_audit(reading, audit_id)
    reading.may(Action.APPEAL_DECISION, on=audit)
    decision = audits.find_decision(reading, audit_id)
    late = rules.obstacles_to_appealing(
        catalogue.parameters(),
        audit=audit.number,
        decided_on=decision.decided_at.date() if decision else None,
        on=reading.today,
    )
    if found := list(late):
        raise Refused(found)
    return Named(
        ComplaintSubject.DECISION, audit.id, audit.number, audit.operator_id, audit.body_id
    )


def body_concerned(reading: Reading, named: Named) -> UUID | None:
    """Give who has to handle a complaint: the body behind the thing or the operator, otherwise
    the scheme owner.
    """
    body_id = named.body_id or certificates.body_certifying(reading, named.about_id)
    body_id = body_id or body_agreed_with(reading, named.about_id)
    owner = organisations.find_scheme_owner(reading) if body_id is None else None
    return owner.id if owner is not None else body_id
