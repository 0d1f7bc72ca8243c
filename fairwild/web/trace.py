"""What a scanned label opens."""

from math import ceil
from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests

from fairwild.http import reading_for_request, wants_json
from fairwild.kernel.codes import read_code
from fairwild.kernel.refusals import NotFound
from fairwild.labels.tracing.queries import public_trace
from fairwild.public_answers import answered_once, seconds_to_wait
from fairwild.schemas.trace import written
from fairwild.web.frame import language
from fairwild.web.paging import Answer
from fairwild.web.trace_page import domain, told

blueprint = Blueprint("trace", __name__)

MOST_TYPED = 300
MOST_SHOWN = 40


@blueprint.get("/t/<path:code>")
@blueprint.get("/T/<path:code>", endpoint="show_in_capitals")
def show(code: str) -> Answer:
    """Tell what is known of the goods behind a code, as a page or as JSON."""
    meant = read_code(code[:MOST_TYPED])
    if meant is None:
        return _unknown(code)
    if wants_json():
        answer = answered_once(
            ("trace", "json", meant), lambda: _json(meant), media_type="application/json"
        )
    else:
        answer = answered_once(
            ("trace", language(), meant), lambda: _page(meant), media_type="text/html"
        )
    return answer if answer is not None else _unknown(code)


@blueprint.get("/t")
@blueprint.get("/t/")
def typed() -> Answer:
    """Lead from what was typed or pasted to the page of the code."""
    asked = urlsplit(request.args.get("code", "").strip()[:MOST_TYPED]).path.rpartition("/")[2]
    return redirect(url_for("trace.show", code=read_code(asked) or asked or "-"))


def _json(code: str) -> str | None:
    with reading_for_request() as reading:
        trace = public_trace(reading, code)
        return written(trace) if trace is not None else None


def _page(code: str) -> str | None:
    with reading_for_request() as reading:
        trace = public_trace(reading, code)
    if trace is None:
        return None
    return render_template("pages/trace/show.html", trace=trace, told=told(trace))


def _unknown(code: str) -> Answer:
    wait_s = seconds_to_wait()
    if wait_s and wants_json():
        raise TooManyRequests(retry_after=wait_s)
    if wait_s:
        page = render_template("pages/trace/wait.html", minutes=ceil(wait_s / 60))
        answer = make_response(page, 429)
        answer.headers["Retry-After"] = str(wait_s)
        return answer
    if wants_json():
        raise NotFound("label")
    shown = code if len(code) <= MOST_SHOWN else ""
    return render_template("pages/trace/unknown.html", typed=shown, domain=domain()), 404
