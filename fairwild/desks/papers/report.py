"""The report of an audit as its paper says it: as it was locked, whatever came after."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from fairwild.audits.facts import Scoring, UnmetMinimum
from fairwild.audits.queries import check_reads_work, get_audit, pins_of
from fairwild.audits.states import NEVER_WAS
from fairwild.desks.papers import wording
from fairwild.desks.papers.aside import aside_in
from fairwild.desks.papers.drawn import sample_text
from fairwild.desks.papers.heading import (
    File,
    changes_of,
    file_of,
    notice_of,
    raised_of,
    scope_of,
    team_of,
)
from fairwild.desks.queries.rehearsals import rehearsals_of
from fairwild.desks.queries.reported import reported_sample
from fairwild.desks.records import AuditRehearsal
from fairwild.documents.audit_facts import (
    CriterionText,
    EvidenceText,
    IndicatorText,
    PrincipleText,
    RatingText,
    RehearsalText,
    ReportPaper,
)
from fairwild.standards.catalogue import parameters
from fairwild.standards.types import Indicator, IndicatorKind, Principle
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class _Shown:
    """What hangs on each indicator: its evidence, its nonconformities."""

    evidence: dict[str, list[EvidenceText]]
    findings: dict[str, list[int]]


def report_paper(reading: Reading, audit_id: UUID, *, base_url: str) -> ReportPaper:
    """Word the report of an audit.

    Raises NotFound for whoever may not see it, and Refused for whoever may not see it yet.
    """
    check_reads_work(reading, get_audit(reading, audit_id))
    pins = pins_of(reading, audit_id)
    file = file_of(reading, audit_id, base_url=base_url, pins=pins)
    audit = file.view.audit
    draft = audit.finished_at is None
    notice = notice_of(file, "Draft: the report is not finished." if draft else "")
    finished = wording.who_when(file.names, audit.finished_by, audit.finished_at)
    return ReportPaper(
        head=replace(file.head, notice=notice),
        summary=audit.summary,
        rating=_rating(file),
        team=team_of(file),
        scope=scope_of(reading, file.view),
        findings=raised_of(file),
        principles=tuple(_principles(file, _shown(file, pins))),
        sample=sample_text(reported_sample(reading, audit)),
        rehearsals=tuple(_rehearsal(one) for one in rehearsals_of(reading, audit_id)),
        finished_by="" if draft else f"Finished and locked by {finished}",
        numbers_note=f"Judged by the numbers of the scheme, version {parameters().version}.",
        source_note=file.view.standard.indicators_note,
        set_aside=aside_in(reading, audit_id),
        team_changes=changes_of(reading, audit_id),
    )


def _shown(file: File, pins: list[Any]) -> _Shown:
    shown = _Shown(defaultdict(list), defaultdict(list))
    for row in file.view.evidence:
        if row.indicator:
            shown.evidence[row.indicator].append(wording.file_evidence(row, file.names))
    for pin in pins:
        shown.evidence[pin.indicator].append(wording.pin_evidence(pin, file.names))
    for found in file.view.nonconformities:
        for code in found.indicators if found.status not in NEVER_WAS else ():
            shown.findings[code].append(found.number)
    return shown


def _rating(file: File) -> RatingText:
    rating = file.view.rating
    levels = {one.code: _level(file, one) for one in file.view.indicators}
    excluded = {one.code for one in file.view.facts.scores if one.not_applicable}
    asked = {code for code, level in levels.items() if level is not None} - excluded
    missed = ", ".join(map(_missed, rating.unmet))
    met = len(asked) - len(rating.unmet) - len(asked & set(rating.unscored))
    exact = f"{rating.points}/{rating.norm}"
    waived = _waived(rating)
    if rating.without_points:
        return RatingText(
            waived=waived,
            points="",
            share="",
            needed="",
            minimum_met=f"{met} of {len(asked)}",
            missed=missed,
            open_gates=not (rating.unmet or rating.unscored or rating.nothing_applies),
            verdict=" ".join(_found(file)),
        )
    return RatingText(
        waived=waived,
        points=f"{rating.points} of {rating.norm}",
        share=f"{exact} = {wording.share_on_paper(rating.share)}",
        needed=f"{rating.points_needed} points, {wording.share_on_paper(rating.minimum)}",
        minimum_met=f"{met} of {len(asked)}",
        missed=missed,
        open_gates=rating.passes,
        verdict=" ".join(_verdict(rating)),
    )


def _waived(rating: Scoring) -> str:
    if not rating.not_applicable:
        return ""
    codes = f" ({', '.join(rating.waived)})" if rating.waived else ""
    minimum = wording.counted(len(rating.waived), "minimum requirement", "minimum requirements")
    return f"{minimum}{codes}, {wording.counted(rating.other_not_applicable, 'other', 'others')}"


def _missed(one: UnmetMinimum) -> str:
    if one.kind is IndicatorKind.MET_OR_NOT:
        return f"{one.code} (not met)"
    return f"{one.code} ({one.value}, needed {one.level})"


def _found(file: File) -> Iterator[str]:
    """Say what a spot check found, which has no points."""
    rating, scores = file.view.rating, file.view.facts.scores
    if rating.unscored:
        are = "is" if len(rating.unscored) == 1 else "are"
        missing = wording.counted(len(rating.unscored), "indicator", "indicators")
        yield f"{missing} {are} not answered."
    not_met = sum(one.met is False for one in scores)
    if not_met:
        are = "is" if not_met == 1 else "are"
        yield f"{wording.counted(not_met, 'indicator', 'indicators')} {are} not met."
    elif rating.nothing_applies:
        yield "Everything asked of a buyer is said not to apply: nothing was assessed."
    elif not rating.unscored:
        yield "Everything asked of a buyer is met or does not apply."


def _verdict(rating: Scoring) -> Iterator[str]:
    if rating.unscored:
        are = "is" if len(rating.unscored) == 1 else "are"
        missing = wording.counted(len(rating.unscored), "indicator", "indicators")
        yield f"{missing} {are} not scored."
    if not rating.share_is_enough:
        yield "The share does not reach the minimum of the year."
    if rating.unmet:
        yield "The minimum requirements of the year are not all met."
    if rating.passes:
        yield "Everything is scored; the share and the minimum requirements of the year are met."


def _level(file: File, indicator: Indicator) -> int | None:
    return indicator.required_level(file.view.audit.certification_year)


def _principles(file: File, shown: _Shown) -> Iterator[PrincipleText]:
    standard = file.view.standard
    asked: dict[str, list[Indicator]] = defaultdict(list)
    for one in file.view.indicators:
        asked[one.criterion].append(one)
    for principle in standard.principles:
        criteria = tuple(
            CriterionText(
                code=criterion.code,
                title=wording.titled(standard, criterion.code, criterion.title),
                indicators=tuple(_indicator(file, one, shown) for one in asked[criterion.code]),
            )
            for criterion in standard.criteria_of(principle.number)
            if asked[criterion.code]
        )
        if criteria:
            title = wording.titled(standard, str(principle.number), principle.title)
            points = _points(file, principle)
            yield PrincipleText(
                number=str(principle.number), title=title, points=points, criteria=criteria
            )


def _points(file: File, principle: Principle) -> str:
    criteria = {one.code for one in file.view.standard.criteria_of(principle.number)}
    codes = [one.code for one in file.view.indicators if one.criterion in criteria]
    scores = [file.view.scores[code] for code in codes if code in file.view.scores]
    points = sum(one.value or 0 for one in scores)
    excluded = sum(one.not_applicable for one in scores)
    answers = [one.met for one in scores if one.met is not None]
    told = [f"{answers.count(True)} met · {answers.count(False)} not met"] if answers else []
    if not file.view.rating.without_points:
        told.insert(0, wording.counted(points, "point", "points"))
    told.append(wording.counted(len(codes), "indicator", "indicators"))
    if excluded:
        told.append(f"{excluded} not applicable")
    return " · ".join(told)


def _indicator(file: File, one: Indicator, shown: _Shown) -> IndicatorText:
    score, level = file.view.scores.get(one.code), _level(file, one)
    short = one.code in {unmet.code for unmet in file.view.rating.unmet}
    minimum = "" if level is None else f"Minimum requirement: {_needed(one, level)}"
    numbers = shown.findings[one.code]
    plural = "Nonconformity" if len(numbers) == 1 else "Nonconformities"
    return IndicatorText(
        code=one.code,
        text=file.view.standard.words_of(one, wording.LANGUAGE).text,
        score=_score(score),
        minimum=f"{minimum}, missed" if short else minimum,
        falls_short=short,
        note=score.note if score else "",
        findings=f"{plural} {', '.join(map(str, numbers))}" if numbers else "",
        evidence=tuple(shown.evidence[one.code]),
    )


def _needed(one: Indicator, level: int) -> str:
    return "must be met" if one.kind is IndicatorKind.MET_OR_NOT else f"at least {level}"


def _score(score: Any) -> str:
    if score is not None and score.met is not None:
        return "yes" if score.met else "no"
    if score is None or (score.value is None and not score.not_applicable):
        return "–"
    return "n" if score.not_applicable else str(score.value)


def _rehearsal(row: AuditRehearsal) -> RehearsalText:
    found = ", ".join(
        (
            wording.counted(row.lots, "lot", "lots"),
            wording.counted(row.holders, "holder", "holders"),
            wording.counted(row.labels, "label", "labels"),
        )
    )
    stopped = row.stopped_at
    verdict = {None: "", True: "agree with the trace", False: "do not agree with the trace"}
    return RehearsalText(
        number=row.recall_number,
        lot=row.lot_number,
        found=found,
        searched_in=wording.took(timedelta(milliseconds=row.search_ms)),
        answered_in=wording.took(stopped - row.started_at) if stopped else "the clock still runs",
        agrees=verdict[row.agrees],
        note=row.note,
    )
