"""What anybody can do who has something to complain of: say it, follow it, appeal."""

from http import HTTPStatus
from math import ceil
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext

from fairwild.accounts.operations import count_complaint
from fairwild.complaints import operations, queries
from fairwild.complaints.operations import Lodged
from fairwild.complaints.states import ComplaintKind
from fairwild.http import actor, house, identity, reading_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.organisations.queries import list_organisations
from fairwild.public_answers import seconds_to_wait
from fairwild.schemas.complaints import AppealSchema, ComplainSchema, ComplainSignedInSchema
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.attachments import asked_file
from fairwild.web.complaints.case import Doings, NothingSchema, case_page
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.complaints import case_letter

blueprint = Blueprint("complaining", __name__)

ONE = "/complain/<number>/<secret>"
KINDS = {
    ComplaintKind.PEOPLE: "users",
    ComplaintKind.PLANTS: "plant",
    ComplaintKind.CLAIM: "tag",
    ComplaintKind.AUDIT: "clipboard-check",
    ComplaintKind.OTHER: "info-circle",
}
"""What can be complained of, with what is drawn beside it."""
MOST_TYPED = 80


def counted(form: Form) -> bool:
    """Count a complaint of this address; False, with the reason set, where one must wait."""
    form.attempt(lambda work, _: count_complaint(work, address=request.remote_addr or ""))
    return form.status == HTTPStatus.OK


@blueprint.route("/complain", methods=["GET", "POST"])
def complain() -> Answer:
    """Take a complaint of anybody, named or not."""
    schema = ComplainSignedInSchema() if identity() else ComplainSchema()
    asked = {name: request.args.get(name, "")[:MOST_TYPED] for name in ("about", "operator_id")}
    form = Form(schema, {name: said for name, said in asked.items() if name in schema.load_fields})
    if form.submitted and form.order() is not None and counted(form):
        lodged = form.attempt(lodge)
        if lodged is not None:
            flash(gettext("Your complaint has reached %(body)s.", body=_body(lodged)), "success")
            return redirect(_link(lodged), HTTPStatus.SEE_OTHER)
    return waited(form, _page(form))


def _body(lodged: Lodged) -> str:
    return lodged.complaint.body.name


def _link(lodged: Lodged) -> str:
    return url_for("complaining.follow", number=lodged.complaint.number, secret=lodged.secret)


def lodge(work: UnitOfWork, order: dict[str, Any]) -> Lodged:
    """Make a complaint as it was ordered, with the account of whoever is signed in if they wish."""
    operator_id = order.pop("operator_id", None)
    named = queries.named_by(work, typed=order.pop("about"), operator_id=operator_id)
    unnamed = order.pop("unnamed", True)
    return operations.lodge_complaint(
        work,
        named=named,
        person_id=None if unnamed else actor().person_id,
        write=case_letter(house().settings.base_url),
        **order,
    )


def _page(form: Form) -> str:
    with reading_for_request() as reading:
        about = str(form.values.get("about", ""))
        named = queries.named_thing(reading, about) if about and not form.submitted else None
        known = identity()
        chosen = [
            (str(one.id), one.name)
            for one in (list_organisations(reading) if known else [])
            if one.kind in queries.COMPLAINED_ABOUT
        ]
    kinds = [(kind.value, kind, sign) for kind, sign in KINDS.items()]
    return render_template(
        "pages/complaints/complain.html", form=form, named=named, operators=chosen, kinds=kinds
    )


def waited(form: Form, page: str) -> Response:
    """Answer a form's page; too many tries are 429 with the time to wait."""
    answer = make_response(page, form.status)
    waits = [one.facts["minutes"] for one in form.obstacles if one.code == "too-many-tries"]
    if waits:
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(int(str(waits[0])) * 60)
    return answer


@blueprint.get(ONE)
def follow(number: str, secret: str) -> Answer:
    """Show whoever complained how far their case has come."""
    return _case(number, secret)


def _case(number: str, secret: str, form: Form | None = None) -> Answer:
    with reading_for_request() as reading:
        found = queries.find_case(reading, number, secret)
        if found is None:
            return _unknown()
        page = case_page(reading, found, _doings(number, secret), form)
    answer = make_response(page, form.status if form else HTTPStatus.OK)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _doings(number: str, secret: str) -> Doings:
    base = house().settings.base_url
    return Doings(
        appeal=url_for("complaining.appeal", number=number, secret=secret),
        forget=url_for("complaining.forget", number=number, secret=secret),
        prove=url_for("complaining.prove", number=number, secret=secret),
        link=base + url_for("complaining.follow", number=number, secret=secret),
    )


def _unknown() -> Answer:
    """Say that there is no such case, or that it is time to wait."""
    wait_s = seconds_to_wait()
    if not wait_s:
        raise NotFound("complaint")
    page = render_template("pages/public/wait.html", minutes=ceil(wait_s / 60))
    answer = make_response(page, HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(wait_s)
    return answer


@blueprint.post(f"{ONE}/appeal")
def appeal(number: str, secret: str) -> Answer:
    """Say that the outcome is not accepted."""
    form, write = Form(AppealSchema()), case_letter(house().settings.base_url)
    done = form.attempt(
        lambda work, order: operations.appeal_outcome(
            work, number=number, secret=secret, write=write, **order
        )
    )
    return _case(number, secret, form) if done is None else _again(number, secret)


@blueprint.post(f"{ONE}/proofs")
def prove(number: str, secret: str) -> Answer:
    """Add a file that shows what was said."""
    with reading_for_request() as reading:
        if queries.find_case(reading, number, secret) is None:
            return _unknown()
        operations.may_prove(reading, number=number, secret=secret)
    form = Form(NothingSchema())
    file = asked_file(form)
    done = file and form.attempt(
        lambda work, _: operations.add_proof(work, number=number, secret=secret, **vars(file))
    )
    if done is None:
        return _case(number, secret, form)
    flash(gettext("The file is in your case."), "success")
    return _again(number, secret)


@blueprint.post(f"{ONE}/forget")
def forget(number: str, secret: str) -> Answer:
    """Delete what is known of whoever complained."""
    form = Form(NothingSchema())
    done = form.attempt(lambda work, _: operations.forget_me(work, number=number, secret=secret))
    return _case(number, secret, form) if done is None else _again(number, secret)


def _again(number: str, secret: str) -> Answer:
    return redirect(
        url_for("complaining.follow", number=number, secret=secret), HTTPStatus.SEE_OTHER
    )
