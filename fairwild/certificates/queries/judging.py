"""What a certificate was worth at an instant, and whether goods were covered by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, defer, joinedload

from fairwild.areas.queries import area_facts
from fairwild.certificates.facts import (
    CertificateFacts,
    GoodsFacts,
    ScopeLine,
    StatusAt,
    StatusChange,
)
from fairwild.certificates.records import Certificate, CertificateLine, StatusEntry
from fairwild.certificates.rules import covers, forms_in_scope, maximum_of, status_of
from fairwild.certificates.states import ENDED, FOLLOWED
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading

IN_FORCE = "certificate-in-force"
NONE_AT_ALL = "no-certificate"


@dataclass(frozen=True)
class Judgement:
    """Whether goods were covered at an instant, by which certificate, or why they were not.

    `code` is `certificate-in-force` or the code of the first obstacle; `number` names the
    certificate that came nearest. `certificate_ids` names all where goods of several came
    together, `forms` the forms in which the scope covers them; None means every form.
    `maximum_g` is what the certificate allows a year of goods whose state was told.
    """

    certified: bool
    code: str
    certificate_id: UUID | None = None
    body_id: UUID | None = None
    number: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    certificate_ids: tuple[UUID, ...] = ()
    forms: frozenset[Form] | None = None
    standard: str = ""
    maximum_g: int = 0

    @property
    def all_certificates(self) -> tuple[UUID, ...]:
        """Every certificate the goods are certified under; none where they are not."""
        one = (self.certificate_id,) if self.certificate_id else ()
        return (self.certificate_ids or one) if self.certified else ()

    def takes(self, form: Form | None) -> bool:
        """Tell whether goods of this form stay certified."""
        return self.certified and (self.forms is None or form is None or form in self.forms)


def judge(
    reading: Reading,
    *,
    holder_id: UUID,
    species_id: UUID,
    part: PlantPart,
    area_id: UUID,
    at: datetime,
    state: State | None = None,
) -> Judgement:
    """Judge whether goods of this species, part and area were covered at that instant.

    What is collected tells its state: a maximum of fresh plants covers no dry ones.
    """
    goods = GoodsFacts(species_id, "", part, area_id, "", state=state)
    certificates = _held(reading, holder_id, at)
    judged = judged_by(certificates, goods, at=at)
    if judged.certified:
        return judged
    return judged_by(certificates, _with_names(reading, goods), at=at)


def judge_many(
    reading: Reading, *, holder_id: UUID, goods: Sequence[GoodsFacts], at: datetime
) -> list[Judgement]:
    """Judge several goods of one holder at one instant, in their order, in two queries."""
    certificates = _held(reading, holder_id, at)
    return [judged_by(certificates, one, at=at) for one in goods]


def _held(reading: Reading, holder_id: UUID, at: datetime) -> list[CertificateFacts]:
    held = (Certificate.holder_id == holder_id) & (Certificate.issued_at <= at)
    return facts_where(reading.session, held)


def _with_names(reading: Reading, goods: GoodsFacts) -> GoodsFacts:
    """Add the names that only a sentence about an obstacle needs."""
    plant = species_by_id(reading, [goods.species_id]).get(goods.species_id)
    area = area_facts(reading, [goods.area_id]).get(goods.area_id)
    return replace(
        goods,
        species=plant.scientific_name if plant else goods.species,
        area=area.name if area else goods.area,
    )


def judged_by(
    certificates: Sequence[CertificateFacts], goods: GoodsFacts, *, at: datetime
) -> Judgement:
    """Let the most favourable of a holder's certificates speak; ended and older ones come last."""
    verdicts = [(certificate, covers(certificate, goods, at=at)) for certificate in certificates]
    if not verdicts:
        return Judgement(False, NONE_AT_ALL, obstacles=(Obstacle(NONE_AT_ALL),))
    nearest, obstacles = min(
        verdicts,
        key=lambda verdict: (len(verdict[1]), status_of(verdict[0], at=at).standing in ENDED),
    )
    code = obstacles[0].code if obstacles else IN_FORCE
    return Judgement(
        certified=not obstacles,
        code=code,
        certificate_id=nearest.id,
        body_id=nearest.body_id,
        number=nearest.number,
        obstacles=obstacles,
        forms=forms_in_scope(nearest, goods),
        standard=nearest.standard,
        maximum_g=_maximum(nearest, goods),
    )


def _maximum(certificate: CertificateFacts, goods: GoodsFacts) -> int:
    if goods.state is None:
        return 0
    return maximum_of(certificate, goods.species_id, goods.part, goods.state)


def follower_of(
    reading: Reading, held: CertificateFacts, goods: Sequence[GoodsFacts], *, at: datetime
) -> CertificateFacts | None:
    """Give the certificate that answers for one that was replaced or ran out, if there is one.

    It is of the same holder, in force at that instant, and all these goods are covered; where
    none are named, as for a finished product, being in force is enough.
    """
    if status_of(held, at=at).standing not in FOLLOWED:
        return None
    later = _held(reading, held.holder_id, at)
    judged = [judged_by(later, one, at=at) for one in goods]
    if not all(one.certified for one in judged):
        return None
    named = judged[0].certificate_id if judged else None
    in_force = (one for one in later if status_of(one, at=at).in_force)
    return next((one for one in in_force if named in {None, one.id}), None)


def certificate_standing(reading: Reading, certificate_id: UUID, *, at: datetime) -> StatusAt:
    """Give what a certificate was worth at an instant; raises NotFound."""
    return status_of(get_certificate_facts(reading, certificate_id), at=at)


def get_certificate_facts(reading: Reading, certificate_id: UUID) -> CertificateFacts:
    """Give a certificate with its scope and the history of its status; raises NotFound."""
    found = certificate_facts(reading, [certificate_id])
    if certificate_id not in found:
        raise NotFound("certificate")
    return found[certificate_id]


def certificate_facts(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, CertificateFacts]:
    """Give these certificates with their scope and the history of their status."""
    found = facts_where(reading.session, Certificate.id.in_(set(ids)))
    return {one.id: one for one in found}


def facts_where(session: Session, condition: ColumnElement[bool]) -> list[CertificateFacts]:
    """Give the certificates of a condition, the newest first, in two queries."""
    query = (
        select(Certificate, CertificateLine)
        .join(CertificateLine, CertificateLine.certificate_id == Certificate.id)
        .where(condition)
        .options(defer(Certificate.paper), joinedload(CertificateLine.species))
        .order_by(Certificate.issued_at.desc(), Certificate.id, CertificateLine.position)
    )
    certificates: dict[UUID, Certificate] = {}
    lines: dict[UUID, list[ScopeLine]] = defaultdict(list)
    for certificate, line in session.execute(query).unique():
        certificates[certificate.id] = certificate
        lines[certificate.id].append(_scope_line(line))
    changes = _changes(session, certificates)
    return [_facts(row, lines[row.id], changes[row.id]) for row in certificates.values()]


def _changes(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[StatusChange]]:
    """Read the columns rather than rows, so that a change of this very transaction counts."""
    columns = (StatusEntry.certificate_id, StatusEntry.status, StatusEntry.at, StatusEntry.reason)
    query = select(*columns).where(StatusEntry.certificate_id.in_(set(ids)))
    changes: dict[UUID, list[StatusChange]] = defaultdict(list)
    for certificate_id, status, at, reason in session.execute(query.order_by(StatusEntry.at)):
        changes[certificate_id].append(StatusChange(status, at, reason))
    return changes


def _scope_line(line: CertificateLine) -> ScopeLine:
    return ScopeLine(
        species_id=line.species_id,
        species=line.species.scientific_name,
        part=line.part,
        area_ids=frozenset(UUID(area_id) for area_id in line.area_ids),
        forms=frozenset(Form(form) for form in line.forms),
        risk_class=line.risk_class,
        maximum_g=line.maximum_g,
        state=line.state,
    )


def _facts(
    row: Certificate, lines: Iterable[ScopeLine], changes: Iterable[StatusChange]
) -> CertificateFacts:
    return CertificateFacts(
        id=row.id,
        number=row.number,
        holder_id=row.holder_id,
        body_id=row.body_id,
        standard=row.standard,
        standard_version=row.standard_version,
        certification_year=row.certification_year,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        changes=tuple(changes),
        scope=tuple(lines),
    )
