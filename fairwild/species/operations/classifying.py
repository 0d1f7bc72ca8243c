"""The scheme owner says how much collection a species, part and country can bear."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.species import queries, rules
from fairwild.species.events import (
    RiskClassified,
    RiskDocumentKept,
    RiskEnded,
    RiskSuperseded,
)
from fairwild.species.facts import RiskFacts
from fairwild.species.records import RiskClassification, Species
from fairwild.species.states import RiskClass, RiskFactor
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def classify_risk(
    work: UnitOfWork,
    *,
    species_id: UUID,
    part: PlantPart,
    country: str,
    risk_class: RiskClass,
    factors: Sequence[RiskFactor] = (),
    reasons: str = "",
    document: str,
    valid_from: date,
    valid_until: date | None = None,
) -> RiskClassification:
    """Class one species, part and country; from `valid_from` on no earlier word holds.

    `valid_until` is the first day on which it holds no more.
    """
    species = work.take(Species, species_id, to=Action.CLASSIFY_RISK)  # two stewards wait here
    if valid_until is not None and valid_until <= valid_from:
        raise Invalid({"valid_until": "end-before-start"})
    goods = {"species_id": species_id, "part": part, "country": country}
    earlier = queries.said_of(work, **goods)  # type: ignore[arg-type]  # a dict of mixed values
    chosen = tuple(dict.fromkeys(factors))
    asked: dict[str, Any] = {"start": valid_from, "factors": chosen, "earlier": earlier}
    work.refuse_if(rules.obstacles_to_classifying(risk_class, on=work.today, **asked))
    said: dict[str, Any] = {
        **goods,
        "risk_class": risk_class,
        "document": document,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    row = RiskClassification(**said, factors=list(chosen), reasons=reasons, classified_at=work.now)
    work.add(row)
    name = species.scientific_name
    work.record(RiskClassified(subject=row.id, species=name, factors=chosen, **said))
    _supersede(work, row, earlier)
    return row


def _supersede(work: UnitOfWork, row: RiskClassification, earlier: list[RiskFacts]) -> None:
    """Let everything that was said of these goods cease where the new word begins."""
    for known, ceased_on in rules.replaced_by(earlier, start=row.valid_from):
        old = work.take(RiskClassification, known.id, to=Action.CLASSIFY_RISK)
        old.ceased_on, old.superseded_by_id = ceased_on, row.id
        work.record(RiskSuperseded(subject=old.id, by=row.id, ceased_on=ceased_on))
    work.session.flush()


def end_risk(work: UnitOfWork, *, classification_id: UUID, reason: str) -> RiskClassification:
    """Take a classification back from today; until a new one the species has no class there."""
    row = work.take(RiskClassification, classification_id, to=Action.CLASSIFY_RISK)
    work.refuse_if(rules.obstacles_to_ending(queries.risk_facts(row), on=work.today))
    row.ceased_on, row.ended_reason = max(work.today, row.valid_from), reason
    work.record(RiskEnded(subject=row.id, document=row.document, ceased_on=row.ceased_on))
    work.session.flush()
    return row


def may_attach(reading: Reading, *, classification_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    reading.may(Action.CLASSIFY_RISK, on=reading.get(RiskClassification, classification_id))


def keep_risk_document(
    work: UnitOfWork,
    *,
    classification_id: UUID,
    file_name: str,
    media_type: str,
    stored: StoredFile,
) -> RiskClassification:
    """Lay the document of a classification beside it; a second one is refused."""
    row = work.take(RiskClassification, classification_id, to=Action.CLASSIFY_RISK)
    if row.sha256 is not None:
        work.refuse_if([Obstacle("risk-document-kept", {"document": row.document}, at="file")])
    row.file_name = clean_file_name(file_name, media_type, otherwise="risk-classification")
    row.media_type, row.sha256, row.size_bytes = media_type, stored.sha256, stored.size_bytes
    work.record(
        RiskDocumentKept(
            subject=row.id,
            media_type=media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )
    )
    work.session.flush()
    return row
