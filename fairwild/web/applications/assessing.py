"""The self-assessment, one principle of the standard at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.access.actions import Action
from fairwild.applications import operations, queries, rules
from fairwild.http import reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.schemas.self_assessments import SelfAssessmentSchema
from fairwild.standards.types import Criterion, Indicator, Principle, StandardVersion
from fairwild.unit_of_work import Reading
from fairwild.web.applications.routing import blueprint
from fairwild.web.applications.showing import common_facts
from fairwild.web.paging import Answer
from fairwild.web.reading_language import language_read

SCHEMA = SelfAssessmentSchema()
WHERE = "/applications/<uuid:application_id>/assessment/<int:principle>"


@dataclass(frozen=True)
class Branch:
    """One principle with its criteria, their indicators, and how far it is answered."""

    principle: Principle
    criteria: list[tuple[Criterion, tuple[Indicator, ...]]]
    answered: int

    @property
    def asked(self) -> int:
        """How many indicators stand below it."""
        return sum(len(indicators) for _, indicators in self.criteria)


@dataclass(frozen=True)
class Typed:
    """An answer as the form has it: the button that is pressed, and the note."""

    chosen: str
    note: str


def branches_of(standard: StandardVersion, answered: set[str]) -> list[Branch]:
    """Give the tree of the standard as far as an operator is asked, with what is answered."""
    found = []
    for principle in standard.principles:
        criteria = [
            (one, tuple(item for item in standard.of_operations if item.criterion == one.code))
            for one in standard.criteria_of(principle.number)
        ]
        asked = [(criterion, indicators) for criterion, indicators in criteria if indicators]
        codes = {one.code for _, indicators in asked for one in indicators}
        if asked:
            found.append(Branch(principle, asked, len(codes & answered)))
    return found


@blueprint.route(WHERE, methods=["GET", "POST"])
def assess(application_id: UUID, principle: int) -> Answer:
    """Show or answer the indicators of one principle."""
    with reading_for_request() as reading:
        known = common_facts(reading, application_id)
        may_write = reading.allows(Action.WRITE_APPLICATION, known["application"])
        if request.method == "POST":
            reading.may(Action.WRITE_APPLICATION, on=known["application"])
        else:
            return _page(reading, known, principle, may_write=may_write)
    codes = [
        one.code
        for branch in branches_of(known["standard"], set())
        if branch.principle.number == principle
        for _, indicators in branch.criteria
        for one in indicators
    ]
    order = _order(codes)
    try:
        with unit_of_work_for_request() as work:
            operations.answer_indicators(work, application_id=application_id, **order)
    except Refused as error:
        return _typed(application_id, principle, order, error.obstacles)
    flash(gettext("Principle %(number)s is saved.", number=principle), "success")
    return redirect(_onward(known["standard"], application_id, principle))


def _order(codes: list[str]) -> dict[str, Any]:
    """Read the answers of a page; what the page itself could not have sent is no page of ours."""
    answers = []
    for code in codes:
        chosen = request.form.get(f"value-{code}", "")
        answers.append(
            {
                "indicator": code,
                "value": int(chosen) if chosen.isdigit() else None,
                "met": {"met": True, "not-met": False}.get(chosen),
                "not_applicable": chosen == "n",
                "note": request.form.get(f"note-{code}", "").strip(),
            }
        )
    try:
        order: dict[str, Any] = SCHEMA.load({"answers": answers})
    except ValidationError as error:
        raise NoSuchPage from error
    return order


def _typed(
    application_id: UUID, principle: int, order: dict[str, Any], obstacles: Iterable[Obstacle]
) -> Answer:
    """Show the page again as it was filled in, with what stands against it."""
    with reading_for_request() as reading:
        known = common_facts(reading, application_id)
        typed = {
            code: Typed(request.form.get(f"value-{code}", ""), note)
            for code, *_, note in order["answers"]
        }
        page, _ = _page(reading, known, principle, may_write=True, typed=typed, against=obstacles)
    return page, HTTPStatus.CONFLICT


def _onward(standard: StandardVersion, application_id: UUID, principle: int) -> str:
    numbers = [branch.principle.number for branch in branches_of(standard, set())]
    later = [number for number in numbers if number > principle]
    if later and request.form.get("onward"):
        place: dict[str, Any] = {"application_id": application_id, "principle": later[0]}
        return url_for("applications.assess", **place, language=request.args.get("language"))
    return url_for("applications.show", application_id=application_id)


def _page(
    reading: Reading,
    known: dict[str, Any],
    principle: int,
    *,
    may_write: bool,
    typed: Mapping[str, Typed] | None = None,
    against: Iterable[Obstacle] = (),
) -> tuple[str, int]:
    answers = queries.answers_of(reading, known["application"].id)
    chosen = queries.typed_answers(known["standard"], answers)
    said = {code: Typed(one, answers[code].note) for code, one in chosen.items()}
    branches = branches_of(known["standard"], {code for code, one in chosen.items() if one})
    here = [branch for branch in branches if branch.principle.number == principle]
    if not here:
        raise NoSuchPage
    open_now = not [*rules.obstacles_to_changing(known["facts"])]
    page = render_template(
        "pages/applications/assessment.html",
        branches=branches,
        branch=here[0],
        last=branches[-1].principle.number == principle,
        answers={**said, **(typed or {})},
        against=list(against),
        may_change=may_write and open_now,
        language_read=language_read(known["standard"]),
        language_named=request.args.get("language"),
        **known,
    )
    return page, 200
