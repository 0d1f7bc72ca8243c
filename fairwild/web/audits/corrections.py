"""Nonconformities: written by the auditor, answered by the operator, closed by the body."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from fairwild.access.actions import Action
from fairwild.audits import operations as audits
from fairwild.audits import queries, rules
from fairwild.audits.facts import Due
from fairwild.audits.queries.assigning import may_declare
from fairwild.audits.queries.next_audit import next_audit_on
from fairwild.audits.states import SETTLED, Grade, Pinnable, Verification
from fairwild.desks import operations
from fairwild.http import house, reading_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas import findings as schemas
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.audits import showing
from fairwild.web.audits.pinned import papers_among
from fairwild.web.audits.possible import (
    drawn_now,
    is_passed_on,
    may_attach,
    may_do,
    obstacles_before,
    twins_of,
)
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
    "withdraw": (
        schemas.WithdrawSchema,
        audits.withdraw_nonconformity,
        _l("The nonconformity is withdrawn."),
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
        write = step_news(house().settings.base_url)
        found = form.attempt(
            lambda work, order: audits.raise_nonconformity(
                work, audit_id=audit_id, write=write, **order
            )
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
            due=due_days(reading, known["audit"]),
            earlier=queries.earlier_nonconformities(reading, known["audit"]),
            **known,
        )
    return page, form.status


def due_days(reading: Reading, audit: Any) -> dict[Grade, Due]:
    """Give the last day of what is found today, by its grade."""
    numbers, on, again = catalogue.parameters(), reading.today, next_audit_on(reading, audit)
    return {
        one: rules.nonconformity_due(numbers, one, found_on=on, next_audit_on=again)
        for one in Grade
    }


def address_of(audit_id: UUID, nonconformity_id: UUID) -> str:
    """Give where a nonconformity is shown."""
    return url_for("audits.nonconformity", audit_id=audit_id, nonconformity_id=nonconformity_id)


@blueprint.get(FOUND)
def nonconformity(audit_id: UUID, nonconformity_id: UUID) -> Answer:
    """Show a nonconformity with its answer and what can be done about it."""
    return _page(audit_id, nonconformity_id)


@blueprint.post(f"{FOUND}/<any({', '.join(DEEDS)}):deed>")
def settle(audit_id: UUID, nonconformity_id: UUID, deed: str) -> Answer:
    """Answer, close, name what verifies, send back, withdraw, extend, object, or judge."""
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
    may, obstacles = (
        may_do(reading, view, found, facts),
        obstacles_before(reading, view, facts, objection),
    )
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
        "passed_on": is_passed_on(reading, view, facts),
        "repeated": queries.repeated_findings(reading, found),
        "overdue": facts.overdue(reading.today),
        "may": may,
        "drawn": drawn_now(may, obstacles, objection),
        "may_attach": may_attach(reading, found) and found.status not in SETTLED,
        "verified_by": pins,
        "verified_papers": papers_among(reading, found.operator_id, pins),
        "numbered": list(Pinnable),
        "obstacles": obstacles,
        "twins": twins_of(view, facts),
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
