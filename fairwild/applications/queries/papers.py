"""The papers behind a certification: documents of applications and signed agreements."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.applications.records import Agreement, Application, ApplicationDocument
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Paper:
    """A file of an application, or the copy of a signed agreement.

    `number` finds it: that of the application with the place of the document in it, or the edition
    of the agreement with the day it was signed.
    """

    id: UUID
    number: str
    title: str
    file_name: str
    sha256: str
    day: date
    application_id: UUID | None = None

    def answers_to(self, number: str) -> bool:
        """Tell whether somebody means this paper by a number, in full or without its end."""
        typed, own = number.strip().upper(), self.number.upper()
        return bool(typed) and typed in (own, own.rpartition("/")[0])


def papers_of(reading: Reading, operator_id: UUID) -> list[Paper]:
    """List the papers of an operator that the actor may see, the newest first."""
    papers = [*_documents(reading, operator_id), *_agreements(reading, operator_id)]
    return sorted(papers, key=lambda one: (one.day, one.number), reverse=True)


def _documents(reading: Reading, operator_id: UUID) -> list[Paper]:
    seen = reading.visible(Application).where(Application.operator_id == operator_id)
    numbers = {row.id: row.number for row in reading.session.scalars(seen)}
    wanted = select(ApplicationDocument).where(ApplicationDocument.application_id.in_(numbers))
    ordered = wanted.order_by(ApplicationDocument.added_at, ApplicationDocument.id)
    counted: dict[UUID, int] = {}
    papers = []
    for row in reading.session.scalars(ordered):
        place = counted[row.application_id] = counted.get(row.application_id, 0) + 1
        papers.append(
            Paper(
                id=row.id,
                number=f"{numbers[row.application_id]}/{place}",
                title=row.title or row.file_name,
                file_name=row.file_name,
                sha256=row.sha256,
                day=row.added_at.date(),
                application_id=row.application_id,
            )
        )
    return papers


def _agreements(reading: Reading, operator_id: UUID) -> list[Paper]:
    seen = reading.visible(Agreement).where(
        Agreement.operator_id == operator_id, Agreement.sha256.is_not(None)
    )
    return [
        Paper(
            id=row.id,
            number=f"{row.edition}/{row.signed_on.isoformat()}",
            title="",
            file_name=row.file_name or "",
            sha256=row.sha256 or "",
            day=row.signed_on,
        )
        for row in reading.session.scalars(seen)
    ]
