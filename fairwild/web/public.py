"""The pages for everybody: the start, the check of what was typed, certificates, the directory."""

from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from marshmallow import ValidationError
from werkzeug.exceptions import TooManyRequests

from fairwild.areas.queries import count_open_areas
from fairwild.certificates import queries
from fairwild.certificates.facts import StatusAt
from fairwild.certificates.papers import check_url
from fairwild.certificates.queries import DirectoryLine, Sight, Wanted
from fairwild.certificates.states import Standing
from fairwild.documents.qr import qr_svg
from fairwild.harvesters.queries import count_registered
from fairwild.http import house, reading_for_request, wants_json
from fairwild.kernel.codes import read_code
from fairwild.kernel.refusals import Invalid, NotFound
from fairwild.public_answers import seconds_to_wait
from fairwild.schemas.certificates import (
    DaySchema,
    DirectoryLineSchema,
    PublicCertificateSchema,
    StatusSeenSchema,
    WantedSchema,
)
from fairwild.store.paging import Cursor, Page
from fairwild.web.paging import Answer
from fairwild.wording import field_message, word
from fairwild.wording.organisations import country_name

blueprint = Blueprint("public", __name__)

MOST_TYPED = 300
MOST_SHOWN = 60
ROWS = 25


@blueprint.get("/")
def start() -> Answer:
    """Say what this is, and offer to check a label and to find a certificate."""
    with reading_for_request() as reading:
        figures = {
            "certificates": queries.count_in_force(reading),
            "harvesters": count_registered(reading),
            "areas": count_open_areas(reading),
        }
    return render_template("pages/public/start.html", figures=figures)


@blueprint.get("/check")
def check() -> Answer:
    """Lead from what was typed, scanned or pasted to the page it belongs to."""
    typed = request.args.get("q", "").strip()[:MOST_TYPED]
    if not typed:
        return redirect(url_for("public.start", _anchor="check"))
    kind, code = _meant(typed)
    with reading_for_request() as reading:
        is_certificate = queries.find_certificate_id(reading, code) is not None
    if is_certificate or kind == "c":
        return redirect(url_for("public.certificate", code=code))
    if kind == "t" or read_code(code) is not None:
        return redirect(url_for("trace.show", code=read_code(code) or code))
    return _unknown(typed)


def _meant(typed: str) -> tuple[str, str]:
    """Take an address apart into the kind of its page (`c`, `t` or nothing) and the code."""
    if "/" not in typed:
        return "", typed
    parts = [part for part in urlsplit(typed).path.split("/") if part]
    for kind, code in pairwise(parts):
        if kind.lower() in {"c", "t"}:
            return kind.lower(), code
    return "", parts[-1] if parts else typed


@blueprint.get("/c/<code>")
def certificate(code: str) -> Answer:
    """Show what anybody may know of a certificate, and what it was worth on a day."""
    sight = _find(code)
    if sight is None:
        return _unknown(code)
    on, wrong = _day_asked()
    if wants_json():
        return _told(sight, on, wrong)
    page = render_template(
        "pages/public/certificate.html",
        sight=sight,
        asked=request.args.get("on", ""),
        wrong=wrong,
        on=on,
        then=sight.on(on) if on else None,
        today=house().clock().date(),
        country_name=country_name,
        domain=urlsplit(house().settings.base_url).netloc,
        symbol=qr_svg(_address(sight), title=sight.facts.number),
    )
    return page, 422 if wrong else 200


@blueprint.get("/c/<code>/certificate.pdf")
def certificate_pdf(code: str) -> Answer:
    """Print a certificate with its status now; the same status gives the same bytes."""
    sight = _find(code)
    if sight is None:
        return _unknown(code)
    with reading_for_request() as reading:
        made = queries.printed(reading, sight, base_url=house().settings.base_url)
    answer = Response(made.content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{made.file_name}"'
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/certificates")
def directory() -> Answer:
    """Search the directory of all certificates."""
    asked, errors = _asked()
    cursor = Cursor(request.args.get("cursor", "")[:500], ROWS)
    order = asked.pop("order", "issued")
    wanted = Wanted(anything=asked.pop("q", ""), **asked)
    with reading_for_request() as reading:
        page = queries.directory(reading, wanted, cursor, order=order)
        countries = queries.countries(reading)
    if wants_json():
        return _listed(page)
    return render_template(
        "pages/public/directory.html",
        page=page,
        wanted=wanted,
        order=order,
        errors=errors,
        searching=wanted != Wanted(),
        countries=[(code, country_name(code)) for code in countries],
        country_name=country_name,
        standings=[(standing.value, word(standing)) for standing in Standing],
        address=_address_with,
        following=_address_with(cursor=page.following) if page.following else None,
    ), 422 if errors else 200


def _find(code: str) -> Sight | None:
    with reading_for_request() as reading:
        return queries.find_public_certificate(reading, code)


def _address(sight: Sight) -> str:
    return check_url(sight.code, base_url=house().settings.base_url)


def _day_asked() -> tuple[date | None, list[str]]:
    """Read the day asked about; an empty field asks about none."""
    typed = {"on": request.args["on"]} if request.args.get("on") else {}
    try:
        on: date | None = DaySchema().load(typed)["on"]
    except ValidationError as error:
        return None, [field_message(code) for code in error.normalized_messages()["on"]]
    return on, []


def _told(sight: Sight, on: date | None, wrong: list[str]) -> Response:
    if wrong:
        raise Invalid({"on": "not-a-day"})
    body: dict[str, Any] = dict(PublicCertificateSchema().dump(sight))
    body["check_url"] = _address(sight)
    body["pdf_url"] = f"{_address(sight)}/certificate.pdf"
    if on is not None:
        body["asked"] = {"on": on.isoformat(), **_then(sight.on(on))}
    return jsonify(body)


def _then(status: StatusAt) -> dict[str, Any]:
    return dict(StatusSeenSchema().dump(status))


def _asked() -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Read the search; what cannot be understood is left out and named, refused to JSON."""
    schema = WantedSchema(unknown="exclude")
    typed = {name: value.strip() for name, value in request.args.items()}
    wrong = schema.validate(typed)
    if wrong and wants_json():
        raise Invalid(dict.fromkeys(wrong, "unknown"))
    understood = {name: value for name, value in typed.items() if name not in wrong}
    return dict(schema.load(understood)), dict(wrong)


def _listed(page: Page[DirectoryLine]) -> Response:
    answer = jsonify(DirectoryLineSchema().dump(page.rows, many=True))
    if page.following is not None:
        answer.headers["Link"] = f'<{_address_with(cursor=page.following)}>; rel="next"'
    return answer


def _address_with(**changes: str) -> str:
    """Give the address of this search with something changed; a new order starts over."""
    kept = {name: value for name, value in request.args.items() if name != "cursor" and value}
    return f"{url_for('public.directory')}?{urlencode({**kept, **changes})}"


def _unknown(typed: str) -> Answer:
    """Say helpfully that nothing is known, or that it is time to wait."""
    wait_s = seconds_to_wait()
    if wait_s and wants_json():
        raise TooManyRequests(retry_after=wait_s)
    if wait_s:
        page = render_template("pages/public/wait.html", minutes=ceil(wait_s / 60))
        answer = make_response(page, 429)
        answer.headers["Retry-After"] = str(wait_s)
        return answer
    if wants_json():
        raise NotFound("certificate")
    return render_template("pages/public/unknown.html", typed=typed[:MOST_SHOWN]), 404
