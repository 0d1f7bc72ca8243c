"""The papers that travel with goods: added, removed before they leave, kept with their file."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.kernel.refusals import Invalid, NotFound
from fairwild.species.queries import species_by_id
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.trade import queries, rules
from fairwild.trade.events import TransportPaperAdded, TransportPaperRemoved
from fairwild.trade.queries import get_consignment
from fairwild.trade.records import Consignment, TransportPaper
from fairwild.trade.states import NAME_A_PLANT, PaperKind
from fairwild.unit_of_work import Reading, UnitOfWork


def may_add_paper(reading: Reading, *, consignment_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not add papers; raises NotFound, NotAllowed."""
    found = reading.get(Consignment, consignment_id)
    reading.may(Action.ADD_CONSIGNMENT_PAPER, on=found)


def add_paper(
    work: UnitOfWork,
    *,
    consignment_id: UUID,
    kind: PaperKind,
    number: str,
    issuer: str = "",
    species_id: UUID | None = None,
    issued_on: date | None = None,
    valid_until: date | None = None,
    limit_g: int | None = None,
    file_name: str = "",
    media_type: str = "",
    stored: StoredFile | None = None,
) -> TransportPaper:
    """Put a paper with a consignment, before it leaves or after; `valid_until` is its last day.

    `limit_g` is the weight it is for, where it says one. Raises Invalid for a CITES paper that
    names no plant: it would cover none.
    """
    work.take(Consignment, consignment_id, to=Action.ADD_CONSIGNMENT_PAPER)
    consignment = get_consignment(work, consignment_id)
    _check_plant(work, kind, species_id)
    work.refuse_if(
        rules.obstacles_to_adding_paper(
            consignment.status, issued_on=issued_on, last_day=valid_until
        )
    )
    name = clean_file_name(file_name, media_type, otherwise="paper") if stored else ""
    paper = TransportPaper(
        consignment_id=consignment_id,
        kind=kind,
        number=number.strip(),
        issuer=issuer.strip(),
        species_id=species_id,
        issued_on=issued_on,
        valid_until=valid_until,
        limit_g=limit_g,
        file_name=name,
        media_type=media_type if stored else "",
        size_bytes=stored.size_bytes if stored else 0,
        sha256=stored.sha256 if stored else "",
        added_at=work.now,
        added_by=work.actor.person_id,
    )
    work.add(paper)
    work.record(_added(consignment, paper))
    return paper


def _added(consignment: Consignment, paper: TransportPaper) -> TransportPaperAdded:
    return TransportPaperAdded(
        subject=consignment.id,
        number=consignment.number,
        paper=str(paper.kind),
        paper_number=paper.number,
        issuer=paper.issuer,
        limit_g=paper.limit_g,
        sha256=paper.sha256,
    )


def hold_papers(work: UnitOfWork, consignment: Consignment) -> None:
    """Hold the papers of a consignment and those of others with their numbers until the end.

    Of two consignments that leave at once under one number, the second sees what the first used.
    """
    papers = consignment.standing_papers
    alike = queries.papers_alike(work, consignment, papers)
    ids = [one.id for one in (*papers, *alike)]
    held = select(TransportPaper.id).where(TransportPaper.id.in_(ids)).order_by(TransportPaper.id)
    work.session.execute(held.with_for_update())


def _check_plant(reading: Reading, kind: PaperKind, species_id: UUID | None) -> None:
    if species_id is None:
        if kind in NAME_A_PLANT:
            raise Invalid({"species_id": "missing"})
    elif species_id not in species_by_id(reading, [species_id]):
        raise Invalid({"species_id": "unknown"})


def remove_paper(work: UnitOfWork, *, consignment_id: UUID, paper_id: UUID) -> None:
    """Take a paper off a consignment that has not left; the ledger keeps that it was there."""
    work.take(Consignment, consignment_id, to=Action.ADD_CONSIGNMENT_PAPER)
    consignment = get_consignment(work, consignment_id)
    work.refuse_if(rules.obstacles_to_changing(consignment.status))
    for paper in consignment.standing_papers:
        if paper.id == paper_id:
            paper.removed_at = work.now
            said = {"paper": str(paper.kind), "paper_number": paper.number}
            number = consignment.number
            work.record(TransportPaperRemoved(subject=consignment_id, number=number, **said))
            return
    raise NotFound("transport_paper")
