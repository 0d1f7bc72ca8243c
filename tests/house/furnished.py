"""What the demonstration lacks for every route to have something to show to somebody."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fairwild.access.secrets import digest
from fairwild.accounts.records import ApiToken, LinkPurpose, MailedLink, SignInSession
from fairwild.areas.records import QuantityChange
from fairwild.audits.records import Audit, Evidence, Pin
from fairwild.audits.states import AuditKind, Pinnable
from fairwild.competence.records import Competence, Interest
from fairwild.competence.states import InterestKind
from fairwild.complaints.records import Complainant, Complaint, ComplaintNote, ComplaintProof
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.organisations.records import NationalRegistration
from fairwild.permits.records import Permit
from fairwild.permits.states import PermitKind
from fairwild.species.records import RiskClassification
from fairwild.store.base import Base
from fairwild.store.files import FolderStorage
from fairwild.unit_of_work import moment

INVITED, FORGOTTEN, COMPLAINED = "invited", "forgotten", "complained"
"""The secrets of links that were mailed, by what they are for."""

PDF = b"%PDF-1.4\n%%EOF\n"
PAPERED = (
    Competence,
    ComplaintNote,
    NationalRegistration,
    RiskClassification,
    QuantityChange,
    Permit,
)
"""What a paper can lie beside."""

Known = Mapping[str, Any]


def furnish(
    session: Session, folder: Path, found: Known, actors: Mapping[str, Actor | None]
) -> dict[str, str]:
    """Add what is missing beside the things found; give what more parameters stand for."""
    who = {role: actor.person_id for role, actor in actors.items() if actor and actor.person_id}
    stored = FolderStorage(folder / "files").keep(io.BytesIO(PDF), limit_bytes=len(PDF))
    paper: dict[str, Any] = {
        "file_name": "paper.pdf",
        "media_type": "application/pdf",
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
    }
    own, links = _of_people(who), _links(found, who)
    session.add_all([*own.values(), *links, *_of_the_audit(found, who, paper)])
    session.add_all([_permit(found), _tie(session, found, who)])
    unnamed = _like(found["complaint_id"])
    session.add_all([unnamed, *_of_the_case(found, who, paper)])
    session.flush()
    for model in PAPERED:
        session.execute(update(model).where(model.sha256.is_(None)).values(**paper))
    session.commit()
    ids = {name: str(row.id) for name, row in own.items()}
    people = {"person_id": str(who[Role.AUDITOR]), "link_id": str(links[0].id)}
    people["body_id"] = str(found["audit_id"].body_id)
    check = session.scalars(select(Audit.id).where(Audit.kind == AuditKind.SPOT_CHECK)).first()
    return ids | people | {"case_number": unnamed.number, "check_id": str(check)}


def _of_people(who: Mapping[str, UUID]) -> dict[str, Any]:
    """A device and a key of the operator's manager."""
    now, person_id = moment(), who[Role.OPERATOR_MANAGER]
    later = now + timedelta(days=30)
    device = {"started_at": now, "seen_at": now, "expires_at": later}
    return {
        "session_id": SignInSession(person_id=person_id, secret_digest="a" * 64, **device),
        "token_id": ApiToken(
            person_id=person_id, name="scales", prefix="abcdef", secret_digest="b" * 64, made_at=now
        ),
    }


def _links(found: Known, who: Mapping[str, UUID]) -> list[Any]:
    now, later = moment(), moment() + timedelta(days=7)
    days = {"made_at": now, "expires_at": later}
    return [
        MailedLink(
            purpose=LinkPurpose.INVITATION,
            email="newcomer@example.org",
            organisation_id=found["organisation_id"].id,
            role=Role.BUYING_CLERK,
            secret_digest=digest(INVITED),
            made_by=who[Role.OPERATOR_MANAGER],
            **days,
        ),
        MailedLink(
            purpose=LinkPurpose.PASSWORD_RESET,
            email="manager@demo.example",
            secret_digest=digest(FORGOTTEN),
            **days,
        ),
    ]


def _of_the_audit(found: Known, who: Mapping[str, UUID], paper: Mapping[str, Any]) -> list[Base]:
    audit, auditor = found["audit_id"], who[Role.AUDITOR]
    place: dict[str, Any] = {"audit_id": audit.id, "indicator": "1.1.a"}
    return [
        Evidence(**place, **paper, added_by=auditor, added_at=moment()),
        Pin(
            **place,
            what=Pinnable.LOT,
            thing_id=found["lot_id"].id,
            label=found["lot_id"].number,
            figures={},
            pinned_by=auditor,
            pinned_at=moment(),
        ),
    ]


def _permit(found: Known) -> Permit:
    return Permit(
        operator_id=found["organisation_id"].id,
        kind=PermitKind.HARVEST,
        number="F-17",
        authority="Forest office",
        species_id=found["species_id"].id,
        part=PlantPart.ROOT,
        state=State.FRESH,
        limit_g=1_000_000,
        valid_from=date(2020, 1, 1),
        valid_until=date(2040, 1, 1),
        registered_at=moment(),
    )


def _tie(session: Session, found: Known, who: Mapping[str, UUID]) -> Interest:
    """A tie of the auditor to somebody who is not audited here."""
    operator = found["organisation_id"]
    others = select(type(operator)).where(
        type(operator).kind == operator.kind, type(operator).id != operator.id
    )
    return Interest(
        body_id=found["audit_id"].body_id,
        person_id=who[Role.AUDITOR],
        client_id=session.scalars(others).first().id,  # type: ignore[union-attr]  # there is one
        kind=InterestKind.CONSULTANCY,
        since=date(2019, 5, 1),
        recorded_at=moment(),
        recorded_by=who[Role.BODY_OFFICE],
    )


def _like(case: Complaint) -> Complaint:
    """Another complaint about the same, whose complainant has nothing but a link."""
    names = ("body_id", "about_id", "kind", "subject", "thing_id", "thing", "status", "said")
    said = {name: getattr(case, name) for name in names}
    return Complaint(
        **said,
        number=f"{case.number}-L",
        received_at=case.received_at,
        gist=case.gist,
        acknowledged_at=case.acknowledged_at,
        secret_digest=digest(COMPLAINED),
    )


def _of_the_case(found: Known, who: Mapping[str, UUID], paper: Mapping[str, Any]) -> list[Base]:
    """A note and a proof in the file of a case, and who complained with their account."""
    case = found["complaint_id"]
    examiner = case.examiner_id or who[Role.EVALUATOR]
    return [
        ComplaintNote(
            complaint_id=case.id, text="Seen.", written_by=examiner, written_at=moment(), **paper
        ),
        ComplaintProof(complaint_id=case.id, added_at=moment(), **paper),
        Complainant(complaint_id=case.id, person_id=who[Role.COMPANY_MEMBER]),
    ]
