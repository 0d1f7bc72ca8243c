"""What the papers of an audit print, already worded; the same facts give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """What stands at the head of every paper of an audit."""

    language: str
    number: str
    operator_name: str
    operator_address: str
    operator_number: str
    body_name: str
    body_address: str
    body_number: str
    standard: str
    year_of_certification: str
    kind: str = ""
    days: str
    planned: str = ""
    used: str = ""
    agreement: str = ""
    confirmed: str = ""
    finished: str = ""
    outcome: str = ""
    decided_on: str = ""
    reference: str = ""
    page_url: str
    page_domain: str
    notice: str = ""
    edition: str = ""
    synthetic: bool = False
    of_a_buyer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person and the part they take."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRow:
    """One line of the scope that is audited."""

    species: str
    part: str
    areas: str
    risk_class: str
    maximum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledKind:
    """What was drawn of one kind, from how many, and which."""

    what: str
    drawn: str
    labels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleChange:
    """One thing put into a sample or taken out of it by hand, and why."""

    label: str
    change: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleText:
    """A sample: how it was drawn, so that anybody can draw it again, and what it is."""

    rule: str
    seed: str
    looked_at: str
    drawn: str
    reason: str
    kinds: tuple[SampledKind, ...]
    changes: tuple[SampleChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPaper:
    """Everything an audit plan prints."""

    head: AuditHead
    sites: tuple[str, ...]
    season_reason: str
    indicators: str
    team: tuple[Member, ...]
    scope: tuple[ScopeRow, ...]
    sample: SampleText | None = None
    set_aside: tuple[AsideText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceText:
    """One file or pinned record that shows what an auditor found."""

    kind: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorText:
    """One indicator with its score; `score` is a figure, `n` for not applicable, or a dash.

    Of an indicator that is met or not met it is `yes` or `no`.
    """

    code: str
    text: str
    score: str
    minimum: str = ""
    falls_short: bool = False
    note: str = ""
    findings: str = ""
    evidence: tuple[EvidenceText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionText:
    """One criterion with what was asked under it."""

    code: str
    title: str
    indicators: tuple[IndicatorText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleText:
    """One principle with its criteria."""

    number: str
    title: str
    points: str
    criteria: tuple[CriterionText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedText:
    """One nonconformity as the report says it: as it was written, not what became of it.

    `withdrawn` says why the team took it back before the report was locked.
    """

    number: str
    grade: str
    indicators: str
    due: str
    description: str
    repeats: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalText:
    """One mock recall of the audit: what was asked, what was found, by the clock."""

    number: str
    lot: str
    found: str
    searched_in: str
    answered_in: str
    agrees: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingText:
    """Both gates, in figures that can be reckoned again by hand."""

    points: str
    share: str
    needed: str
    minimum_met: str
    missed: str
    waived: str = ""
    open_gates: bool
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideText:
    """What stood against a person's part in the audit and the office set aside: why, who, when."""

    person: str
    role: str
    found: str
    reason: str
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChangeText:
    """Who left the team while the audit was under way, who took over the place, when and why."""

    person: str
    role: str
    came: str
    changed: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaper:
    """Everything an audit report prints; reports kept before they said it set nothing aside.

    `addendum` says what an edition adds that was made after the report was locked.
    """

    head: AuditHead
    summary: str
    rating: RatingText
    team: tuple[Member, ...]
    scope: tuple[ScopeRow, ...]
    findings: tuple[RaisedText, ...]
    principles: tuple[PrincipleText, ...]
    sample: SampleText | None = None
    rehearsals: tuple[RehearsalText, ...] = ()
    finished_by: str = ""
    numbers_note: str = ""
    source_note: str = ""
    set_aside: tuple[AsideText, ...] = ()
    team_changes: tuple[TeamChangeText, ...] = ()
    addendum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing somebody said of a nonconformity: under which heading, what, who and when."""

    title: str
    parts: tuple[tuple[str, str], ...]
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformityText:
    """One nonconformity with everything that became of it."""

    number: str
    grade: str
    grown: str
    state: str
    due: str
    indicators: tuple[tuple[str, str], ...]
    description: str
    raised: str
    repeats: str
    evidence: tuple[EvidenceText, ...]
    history: tuple[Said, ...]
    verified_by: tuple[EvidenceText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformityPaper:
    """Everything a nonconformity report prints: one nonconformity, or all of an audit."""

    head: AuditHead
    findings: tuple[NonconformityText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPaper:
    """Everything the letter about a decision says.

    Letters kept before they named a last day to appeal have none, and say what they said then.
    """

    head: AuditHead
    sentence: str
    reasons: str
    conditions: str
    certificate: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    findings: tuple[RaisedText, ...]
    appeal_until: str = ""
    appeal_fee: str = ""
    decided_by: str
    set_aside: tuple[AsideText, ...] = ()
