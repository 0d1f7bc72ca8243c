"""Nonconformities: written by the auditor, answered by the operator, closed by the body."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from fairwild.access.actions import Action
from fairwild.audits import operations as audits
from fairwild.audits import queries, rules
from fairwild.audits.facts import NonconformityFacts
from fairwild.audits.queries.assigning import may_declare
from fairwild.audits.states import SETTLED, Grade, NonconformityStatus, Pinnable, Verification
from fairwild.desks import operations
from fairwild.http import house, reading_for_request
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.schemas import findings as schemas
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.audits import showing
from fairwild.web.audits.pinned import papers_among
from fairwild.web.audits.routing import blueprint
from fairwild.web.audits.sending import ONLY_ATTACH, attach_chosen, only_attaches
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.audit_letters import step_news

FOUND = "/audits/<uuid:audit_id>/nonconformities/<uuid:nonconformity_id>"

Deed = Callable[..., object]

DEEDS: dict[str, tuple[type[Schema], Deed, LazyString]] = {
    "answer": (
        schemas.AnswerSchema,
        operations.answer_nonconformity,
        _l("Your answer went to the certification body."),
    ),
    "close": (
        schemas.CloseSchema,
        operations.close_nonconformity,
        _l("The nonconformity is closed."),
    ),
    "pin": (
        schemas.VerifySchema,
        operations.verify_by_record,
        _l("The record stands with the nonconformity."),
    ),
    "return": (
        schemas.ReturnSchema,
        operations.return_answer,
        _l("The answer went back to the operator."),
    ),
    "extend": (
        schemas.ExtendSchema,
        operations.extend_nonconformity,
        _l("The operator has more time."),
    ),
    "object": (
        schemas.ObjectSchema,
        operations.object_to_nonconformity,
        _l("Your objection went to the certification body."),
    ),
    "judge": (
        schemas.AnswerObjectionSchema,
        operations.answer_objection,
        _l("The objection is answered."),
    ),
}
"""What can be done on the page of a nonconformity: its form, its deed, what is said after it."""

UNTOLD = frozenset({"pin"})
"""What the other side gets no letter about."""


@blueprint.route("/audits/<uuid:audit_id>/nonconformities/new", methods=["GET", "POST"])
def raise_nonconformity(audit_id: UUID) -> Answer:
    """Write down requirements not met."""
    chosen = request.args.get("indicator", "")
    form = Form(schemas.NonconformitySchema(), {"indicator": chosen, "indicators": []})
    if form.submitted:
        found = form.attempt(
            lambda work, order: audits.raise_nonconformity(work, audit_id=audit_id, **order)
        )
        if found is not None:
            flash(gettext("Nonconformity %(number)s is written.", number=found.number), "success")
            return redirect(address_of(audit_id, found.id))
    with reading_for_request() as reading:
        known = showing.common_facts(reading, audit_id)
        reading.may(Action.RAISE_NONCONFORMITY, on=known["audit"])
        page = render_template(
            "pages/audits/raise.html",
            form=form,
            due=due_days(reading),
            earlier=queries.earlier_nonconformities(reading, known["audit"]),
            **known,
        )
    return page, form.status


def due_days(reading: Reading) -> dict[Grade, date]:
    """Give the last day of what is found today, by its grade."""
    numbers, on = catalogue.parameters(), reading.today
    return {one: rules.nonconformity_due_on(numbers, one, found_on=on) for one in Grade}


def address_of(audit_id: UUID, nonconformity_id: UUID) -> str:
    """Give where a nonconformity is shown."""
    return url_for("audits.nonconformity", audit_id=audit_id, nonconformity_id=nonconformity_id)


@blueprint.get(FOUND)
def nonconformity(audit_id: UUID, nonconformity_id: UUID) -> Answer:
    """Show a nonconformity with its answer and what can be done about it."""
    return _page(audit_id, nonconformity_id)


@blueprint.post(f"{FOUND}/<any({', '.join(DEEDS)}):deed>")
def settle(audit_id: UUID, nonconformity_id: UUID, deed: str) -> Answer:
    """Answer, close, name what verifies, send back, extend, object, or judge an objection."""
    _check_belonging(audit_id, nonconformity_id)
    schema, operation, said = DEEDS[deed]
    form = Form(schema())

    def done(work: UnitOfWork, order: dict[str, Any]) -> object:
        return operation(work, nonconformity_id=nonconformity_id, **order, **letters)

    letters = {} if deed in UNTOLD else {"write": step_news(house().settings.base_url)}
    attached = attach_chosen(form, audit_id, nonconformity_id)
    if attached and not only_attaches() and form.attempt(done) is not None:
        flash(str(said), "success")
        return redirect(address_of(audit_id, nonconformity_id))
    return _page(audit_id, nonconformity_id, deed, form)


def _check_belonging(audit_id: UUID, nonconformity_id: UUID) -> None:
    with reading_for_request() as reading:
        if queries.get_nonconformity(reading, nonconformity_id).audit_id != audit_id:
            raise NotFound("nonconformity")


def _page(
    audit_id: UUID, nonconformity_id: UUID, deed: str = "", sent: Form | None = None
) -> Answer:
    _check_belonging(audit_id, nonconformity_id)
    forms = {name: Form(schema()) for name, (schema, _, _) in DEEDS.items() if name != deed}
    if sent is not None:
        forms[deed] = sent
    with reading_for_request() as reading:
        known = showing.common_facts(reading, audit_id)
        found = queries.get_nonconformity(reading, nonconformity_id)
        page = render_template(
            "pages/audits/nonconformity.html",
            **known,
            **_facts_of_page(reading, known["view"], found),
            forms=forms,
            sent=sent,
            deed_sent=deed,
            only_attach=ONLY_ATTACH,
        )
    return page, sent.status if sent else 200


def _facts_of_page(reading: Reading, view: queries.AuditView, found: Any) -> dict[str, Any]:
    extensions = queries.extensions_of(reading, found.id)
    facts = queries.nonconformity_facts(found, extensions=len(extensions))
    objection = queries.find_objection(reading, found.id)
    returned = queries.returned_answers_of(reading, found.id)
    pins, evidence = queries.verification_pins_of(reading, found.id), view.evidence_of(found.id)
    may, obstacles = _may(reading, found, facts), _obstacles(reading, view, facts, objection)
    return {
        "found": found,
        "settled": found.status in SETTLED,
        "grade": facts.grade_on(reading.today),
        "indicators": [view.standard.indicator(code) for code in found.indicators],
        "names": showing.names_in(
            reading, view, _people(extensions, returned, objection, [*pins, *evidence])
        ),
        "evidence": evidence,
        "extensions": extensions,
        "returned": returned,
        "objection": objection,
        "passed_on": _passed_on(reading, view, facts),
        "repeated": queries.repeated_findings(reading, found),
        "overdue": facts.overdue(reading.today),
        "may": may,
        "drawn": _drawn(may, obstacles, objection),
        "may_attach": _may_attach(reading, found) and found.status not in SETTLED,
        "verified_by": pins,
        "verified_papers": papers_among(reading, found.operator_id, pins),
        "numbered": list(Pinnable),
        "obstacles": obstacles,
        "may_declare": may_declare(reading, view.audit, view.facts),
        "verifications": list(Verification),
        "today": reading.today,
    }


def _people(extensions: Any, returned: Any, objection: Any, proofs: Any) -> Iterator[UUID | None]:
    yield from (getattr(one, "pinned_by", None) or one.added_by for one in proofs)
    yield from (one.granted_by for one in extensions)
    yield from (person_id for one in returned for person_id in (one.answered_by, one.returned_by))
    if objection is not None:
        yield from (objection.raised_by, objection.answered_by)


def _may(reading: Reading, found: Any, facts: NonconformityFacts) -> dict[str, bool]:
    """Say which forms the page shows to the actor."""
    answered = found.status is NonconformityStatus.ANSWERED
    open_now = found.status is NonconformityStatus.OPEN
    closes = reading.allows(Action.CLOSE_NONCONFORMITY, found) and answered
    return {
        "answer": reading.allows(Action.ANSWER_NONCONFORMITY, found) and open_now,
        "close": closes,
        "pin": closes,
        "return": closes,
        "extend": reading.allows(Action.EXTEND_NONCONFORMITY, found) and not facts.settled,
        "object": reading.allows(Action.OBJECT_TO_NONCONFORMITY, found) and not facts.settled,
        "judge": reading.allows(Action.ANSWER_OBJECTION, found),
    }


def _passed_on(reading: Reading, view: queries.AuditView, facts: NonconformityFacts) -> bool:
    """Tell whether an objection is the scheme owner's to answer."""
    return rules.is_passed_on(
        involved=rules.involved_in(view.facts, facts),
        judges=queries.judges_of(reading, view.audit.body_id),
    )


def _drawn(
    may: dict[str, bool], obstacles: dict[str, list[Obstacle]], objection: Any
) -> dict[str, bool]:
    """Say which forms can be filled in now; of another that was sent, the page keeps the text."""
    closes = may["close"] and not obstacles.get("close")
    waits = objection is not None and objection.outcome is None
    return {
        "answer": may["answer"],
        "close": closes,
        "pin": closes,
        "return": closes,
        "extend": may["extend"] and not obstacles.get("extend"),
        "object": may["object"] and objection is None,
        "judge": may["judge"] and waits and not obstacles.get("judge"),
    }


def _may_attach(reading: Reading, found: Any) -> bool:
    working = (
        Action.ANSWER_NONCONFORMITY,
        Action.RAISE_NONCONFORMITY,
        Action.CLOSE_NONCONFORMITY,
    )
    return any(reading.allows(one, found) for one in working)


def _obstacles(
    reading: Reading, view: queries.AuditView, facts: NonconformityFacts, objection: Any
) -> dict[str, list[Obstacle]]:
    """Ask, before a form is drawn, the rules that do not depend on what is typed into it."""
    person_id = reading.actor.person_id
    if person_id is None:
        return {}
    typed = "typed"
    verifying = queries.obstacles_to_verifying(reading, view.audit, view.facts)
    longest = rules.latest_extension(facts, catalogue.parameters(), on=reading.today)
    return {
        "close": [*rules.obstacles_to_closing(facts, closer_id=person_id), *verifying],
        "extend": [
            *rules.obstacles_to_extending(
                facts, catalogue.parameters(), due_on=longest, reason=typed, on=reading.today
            ),
            *verifying,
        ],
        "judge": [
            *rules.obstacles_to_answering_objection(
                view.facts,
                facts,
                answered=objection is not None and objection.outcome is not None,
                person_id=person_id,
                judges=queries.judges_of(reading, view.audit.body_id),
                answer=typed,
            ),
            *queries.obstacles_to_judging(reading, view.audit, view.facts),
        ],
    }
