"""Deeds on labels."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.documents.sheets import LabelSheet
from fairwild.documents.words import ENGLISH
from fairwild.kernel.codes import new_code
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.labels import papers, rules
from fairwild.labels.catalogue import find_sheet
from fairwild.labels.events import LabelsOrdered
from fairwild.labels.facts import LabelText, PrintOrder
from fairwild.labels.queries import get_run
from fairwild.labels.records import Label, PrintRun
from fairwild.lots.facts import LotFacts
from fairwild.lots.operations.units import count_labels
from fairwild.lots.queries.recipes import composition_of
from fairwild.lots.queries.stock import get_lot, lot_facts
from fairwild.organisations.queries import get_organisation
from fairwild.species.queries import species_by_id
from fairwild.trade.facts import CertificateStanding
from fairwild.trade.queries import standings_of, worst_of
from fairwild.unit_of_work import Reading, UnitOfWork

NAMES_ON_A_LABEL = 2


def order_labels(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    sheet: str,
    label_count: int,
    start_position: int = 1,
    copies: int = 1,
    base_url: str,
    tier: int | None = None,
    words: Mapping[str, str] = ENGLISH,
    language: str = "en",
) -> PrintRun:
    """Make labels with codes of their own for a lot, worded once and for good.

    `tier` is what a finished product is to claim; without one it makes no claim. Refused with
    every obstacle at once: a lot that is not in stock, a certificate that is not in force at
    this instant, a tier above its share (rule R11), numbers out of range, a text that does not
    fit the label.
    """
    lot = lot_facts(work, [get_lot(work, lot_id).id])[lot_id]
    work.may(Action.PRINT_LABELS, on=Of(Party.HOLDER, lot.holder_id))
    chosen = find_sheet(sheet)
    if chosen is None:
        raise Invalid({"sheet": "unknown"})
    held, made = standing_of(work, lot), composition_of(work, lot)
    order = PrintOrder(label_count, start_position, copies, chosen.labels_per_page)
    obstacles = [*rules.obstacles_to_labelling(lot, held), *rules.obstacles_to_printing(order)]
    work.refuse_if([*obstacles, *rules.obstacles_to_tier(lot, made, tier)])
    if made is not None and tier is not None and papers.claimed_at(made, tier) is None:
        raise Invalid({"tier": "unknown"})
    claim = papers.claim_line(lot, held, made if tier else None, tier, words=words)
    text = _text(work, lot, claim, base_url=base_url, words=words, language=language)
    text = _checked(work, chosen, text, words)
    run = PrintRun(
        lot_id=lot_id,
        holder_id=lot.holder_id,
        sheet=sheet,
        label_count=label_count,
        start_position=start_position,
        copies=copies,
        paper=papers.kept(text),
        ordered_at=work.now,
        ordered_by=work.actor.person_id,
    )
    count_labels(work, lot_id=lot_id, count=label_count)
    work.add(run)
    _say_ordered(work, run, lot, _make_codes(work, run))
    return get_run(work, run.id)


def standings_of_lot(reading: Reading, lot: LotFacts) -> list[CertificateStanding]:
    """Give every certificate of a lot as it stands now, by its number."""
    return sorted(standings_of(reading, [lot]).values(), key=lambda one: one.number)


def standing_of(reading: Reading, lot: LotFacts) -> CertificateStanding | None:
    """Say how the certificates of a certified lot stand now: the gravest; None without a claim."""
    return worst_of(standings_of(reading, [lot]).values())


def _text(
    work: UnitOfWork,
    lot: LotFacts,
    claim: str,
    *,
    base_url: str,
    words: Mapping[str, str],
    language: str,
) -> LabelText:
    found = species_by_id(work, [lot.species_id] if lot.species_id else [])
    by_language = sorted(item for one in found.values() for item in one.common_names.items())
    names = list(dict.fromkeys(name for _, name in by_language))[:NAMES_ON_A_LABEL]
    return papers.text_of(
        lot,
        names=names,
        holder=get_organisation(work, lot.holder_id).name,
        claim=claim,
        base_url=base_url,
        words=words,
        language=language,
    )


def _checked(
    work: UnitOfWork, sheet: LabelSheet, text: LabelText, words: Mapping[str, str]
) -> LabelText:
    """Give the text as it fits; refuse what would be printed badly."""
    fitted, findings = papers.fitted(sheet, text, new_code(), words)
    work.refuse_if(
        Obstacle("label-cannot-be-printed", {"field": one.field, "detail": one.detail})
        for one in findings
    )
    return fitted


def _make_codes(work: UnitOfWork, run: PrintRun) -> list[str]:
    """Write a label with a code of its own for every place of the run."""
    codes = [new_code() for _ in range(run.label_count)]
    rows = [
        {"code": code, "run_id": run.id, "serial": serial}
        for serial, code in enumerate(codes, start=1)
    ]
    work.session.execute(insert(Label), rows)
    return codes


def _say_ordered(work: UnitOfWork, run: PrintRun, lot: LotFacts, codes: list[str]) -> None:
    work.record(
        LabelsOrdered(
            subject=run.id,
            lot_id=lot.id,
            lot_number=lot.number,
            holder_id=run.holder_id,
            sheet=run.sheet,
            label_count=run.label_count,
            copies=run.copies,
            certified=lot.certified,
            certificate_id=lot.certificate_id,
            certificates=lot.certificate_ids,
            codes_digest=hashlib.sha256("\n".join(codes).encode()).hexdigest(),
        )
    )
