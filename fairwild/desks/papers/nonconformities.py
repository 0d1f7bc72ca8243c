"""Nonconformities of an audit as their paper says them, with everything that became of them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from fairwild.audits.queries import get_nonconformity
from fairwild.audits.states import Verification
from fairwild.certificates.papers import day_on_paper, word_on_paper
from fairwild.desks.papers import wording
from fairwild.desks.papers.heading import File, file_of, repeats
from fairwild.documents.audit_facts import EvidenceText, NonconformityPaper, NonconformityText, Said
from fairwild.kernel.refusals import NotFound
from fairwild.unit_of_work import Reading

HOW = {
    Verification.DOCUMENT: "by document",
    Verification.REMOTE: "remotely",
    Verification.ON_SITE: "on site",
}


def nonconformity_paper(reading: Reading, audit_id: UUID, *, base_url: str) -> NonconformityPaper:
    """Word the nonconformities of an audit; raises NotFound for whoever may not see it."""
    file = file_of(reading, audit_id, base_url=base_url)
    draft = file.view.audit.finished_at is None
    notice = "Draft: the report is not finished." if draft else ""
    return NonconformityPaper(
        head=replace(file.head, notice=notice),
        findings=tuple(_told(file, one) for one in file.view.nonconformities),
    )


def only_of(reading: Reading, paper: NonconformityPaper, found_id: UUID) -> NonconformityPaper:
    """Give the paper of an audit with one nonconformity of it; raises NotFound where it is not."""
    number = str(get_nonconformity(reading, found_id).number)
    found = tuple(one for one in paper.findings if one.number == number)
    if not found:
        raise NotFound("nonconformity")
    return replace(paper, findings=found)


def _told(file: File, row: Any) -> NonconformityText:
    grade = file.view.grade_of(row.id)
    grown = f"Written as {word_on_paper(row.grade)}, and not answered by its last day."
    standard = file.view.standard
    texts = {
        code: standard.words_of(standard.indicator(code), wording.LANGUAGE).text
        for code in row.indicators
    }
    return NonconformityText(
        number=str(row.number),
        grade=wording.capital(grade),
        grown=grown if grade is not row.grade else "",
        state=wording.capital(row.status),
        due=day_on_paper(row.due_on),
        indicators=tuple(texts.items()),
        description=row.description,
        raised=wording.who_when(file.names, row.raised_by, row.raised_at),
        repeats=repeats(file, row).removeprefix("Found before: "),
        evidence=tuple(_evidence(file, row, verifying=False)),
        verified_by=tuple(_evidence(file, row, verifying=True)),
        history=tuple(_history(file, row)),
    )


def _evidence(file: File, row: Any, *, verifying: bool) -> Iterator[EvidenceText]:
    """Word the files of a nonconformity, apart from those its answer was verified by."""
    for one in file.view.evidence_of(row.id):
        if one.verifies is verifying:
            yield wording.file_evidence(one, file.names)
    if verifying:
        yield from (wording.pin_evidence(one, file.names) for one in file.became[row.id].pins)


def _answer(row: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (label, text)
        for label, text in (
            ("Why it happened", row.root_cause),
            ("What was put right", row.correction),
            ("What keeps it from happening again", row.corrective_action),
        )
        if text
    )


def _history(file: File, row: Any) -> Iterator[Said]:
    names, became = file.names, file.became[row.id]
    party = "buyer" if file.view.facts.of_a_buyer else "operator"
    for one in became.returned:
        sent_back = wording.who_when(names, one.returned_by, one.returned_at)
        answered = wording.who_when(names, one.answered_by, one.answered_at)
        yield Said(
            title=f"Answer {one.number} of the {party}, sent back",
            parts=(*_answer(one), ("Why it did not satisfy", one.reason), *_due_anew(one)),
            who=f"{answered} · sent back by {sent_back}",
        )
    if row.answered_at is not None:
        who = wording.who_when(names, row.answered_by, row.answered_at)
        yield Said(title=f"Answer of the {party}", parts=_answer(row), who=who)
    for granted in became.extensions:
        days = f"From {day_on_paper(granted.due_before)} to {day_on_paper(granted.due_on)}"
        yield Said(
            title=f"Extension {granted.number}",
            parts=(("", f"{days}: {granted.reason}"),),
            who=wording.who_when(names, granted.granted_by, granted.granted_at),
        )
    if became.objection is not None:
        yield from _objection(names, became.objection, party)
    if row.closed_at is not None:
        yield _closed(names, row)


def _due_anew(back: Any) -> Iterator[tuple[str, str]]:
    if back.due_on is not None and back.due_on != back.due_before:
        yield "", f"Read after its last day; due anew on {day_on_paper(back.due_on)}."


def _objection(names: wording.Names, row: Any, party: str) -> Iterator[Said]:
    who = wording.who_when(names, row.raised_by, row.raised_at)
    yield Said(title=f"Objection of the {party}", parts=(("", row.reasons),), who=who)
    if row.outcome:
        who = wording.who_when(names, row.answered_by, row.answered_at)
        title = f"The objection is {word_on_paper(row.outcome)}"
        yield Said(title=title, parts=(("", row.answer),), who=who)


def _closed(names: wording.Names, row: Any) -> Said:
    how = f"Verified {HOW[row.verification]}." if row.verification else ""
    return Said(
        title=wording.capital(row.status),
        parts=tuple(("", text) for text in (how, row.closing_note) if text),
        who=wording.who_when(names, row.closed_by, row.closed_at),
    )
