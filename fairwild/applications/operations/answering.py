"""The self-assessment: how an operator sees itself on the standard's own tree."""

from collections.abc import Sequence
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.applications import queries, rules
from fairwild.applications.events import SelfAssessmentAnswered, digest_of
from fairwild.applications.records import Application, SelfAssessmentAnswer
from fairwild.kernel.refusals import Invalid
from fairwild.standards import catalogue
from fairwild.standards.naming import lock_of
from fairwild.store.holding import hold_together
from fairwild.unit_of_work import UnitOfWork

Answer = tuple[str, int | bool | None, bool, str]
"""Code of the indicator, points or whether it is met, whether it does not apply, and a note."""


def answer_indicators(
    work: UnitOfWork, *, application_id: UUID, answers: Sequence[Answer]
) -> Application:
    """Write down how the operator sees itself at these indicators; all others stay.

    Points are those of the standard's scale, or True and False where an indicator is met or not;
    without either and not said to be inapplicable, the answer is taken back. What does not apply
    needs a note that says why. Raises Invalid for an indicator the standard does not have.
    """
    application = work.take(Application, application_id, to=Action.WRITE_APPLICATION)
    work.refuse_if(rules.obstacles_to_changing(queries.facts_of(work, application)))
    hold_together(work.session, lock_of(application.standard, application.standard_version))
    _check(work, application, answers)
    work.refuse_if(
        rules.obstacles_to_answering(queries.standard_of(application).of_operations, answers)
    )
    kept = queries.answers_of(work, application_id)
    for code, value, not_applicable, note in answers:
        row = kept.get(code)
        if row is None:
            row = SelfAssessmentAnswer(
                application_id=application_id,
                indicator=code,
                value=None if value is None else int(value),
                not_applicable=not_applicable,
                note=note,
                answered_at=work.now,
            )
            work.session.add(row)
        elif (row.value, row.not_applicable, row.note) != (value, not_applicable, note):
            row.value = None if value is None else int(value)
            row.not_applicable, row.note = not_applicable, note
            row.answered_at = work.now
    work.record(
        SelfAssessmentAnswered(
            subject=application_id,
            indicators=tuple(code for code, *_ in answers),
            answers_sha256=digest_of([list(one) for one in answers]),
        )
    )
    work.session.flush()
    return application


def _check(work: UnitOfWork, application: Application, answers: Sequence[Answer]) -> None:
    known = {one.code for one in queries.standard_of(application).of_operations}
    most = catalogue.parameters().in_force("score_maximum", on=work.today).whole
    codes = [code for code, *_ in answers]
    if not known.issuperset(codes) or len(set(codes)) < len(codes):
        raise Invalid({"answers": "unknown"})
    for _code, value, not_applicable, _note in answers:
        if value is not None and (not_applicable or not 0 <= value <= most):
            raise Invalid({"answers": "score-out-of-range"})
