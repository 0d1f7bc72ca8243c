"""The papers of an audit."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.promises import AT_WORK
from fairwild.audits.queries import get_audit
from fairwild.desks import papers
from fairwild.desks.queries import kept_papers_of
from fairwild.http import house, reading_for_request
from fairwild.schemas import desks as schemas

blueprint = Blueprint("api_audit_papers", __name__, url_prefix="/audits")

ONE = "/<uuid:audit_id>"
EDITION = schemas.EditionQuery()
View = TypeVar("View", bound=Callable[..., Any])


def _prints(media_type: str, missing: str) -> Callable[[View], View]:
    """Say in the API's document that a view gives a file, or that there is none."""

    def documented(view: View) -> View:
        view = blueprint.alt_response(HTTPStatus.NOT_FOUND, description=missing)(view)
        answer: View = blueprint.response(HTTPStatus.OK, content_type=media_type)(view)
        return answer

    return documented


def _sent(paper: papers.Paper) -> Response:
    answer = Response(paper.content, mimetype=paper.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=paper.file_name)
    return answer


def _base_url() -> str:
    return house().settings.base_url


@blueprint.get(f"{ONE}/papers")
@blueprint.response(HTTPStatus.OK, schemas.KeptPaperSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such audit to see")
def kept(audit_id: UUID) -> Any:
    """List the editions of its papers that are kept word by word, the newest of each kind first."""
    with reading_for_request() as reading:
        get_audit(reading, audit_id)
        return kept_papers_of(reading, audit_id)


@blueprint.get(f"{ONE}/plan.pdf")
@blueprint.arguments(EDITION, location="query")
@_prints(papers.PDF, "There is no such audit to see")
def plan(wanted: dict[str, Any], audit_id: UUID) -> Response:
    """Print the plan of an audit."""
    with reading_for_request() as reading:
        return _sent(papers.print_plan(reading, audit_id, base_url=_base_url(), **wanted))


@blueprint.get(f"{ONE}/report.pdf")
@blueprint.arguments(EDITION, location="query")
@_prints(papers.PDF, "There is no such audit to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description=AT_WORK)
def report(wanted: dict[str, Any], audit_id: UUID) -> Response:
    """Print the report of an audit."""
    with reading_for_request() as reading:
        return _sent(papers.print_report(reading, audit_id, base_url=_base_url(), **wanted))


@blueprint.get(f"{ONE}/report.xlsx")
@blueprint.arguments(EDITION, location="query")
@_prints(papers.XLSX, "There is no such audit to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description=AT_WORK)
def workbook(wanted: dict[str, Any], audit_id: UUID) -> Response:
    """Give the report of an audit as a workbook in the structure of the standard."""
    with reading_for_request() as reading:
        return _sent(papers.print_workbook(reading, audit_id, base_url=_base_url(), **wanted))


@blueprint.get(f"{ONE}/nonconformities.pdf")
@blueprint.arguments(EDITION, location="query")
@_prints(papers.PDF, "There is no such audit to see")
def nonconformities(wanted: dict[str, Any], audit_id: UUID) -> Response:
    """Print every nonconformity of an audit with what became of it."""
    with reading_for_request() as reading:
        return _sent(
            papers.print_nonconformities(reading, audit_id, base_url=_base_url(), **wanted)
        )


@blueprint.get(f"{ONE}/nonconformities/<uuid:nonconformity_id>/report.pdf")
@blueprint.arguments(EDITION, location="query")
@_prints(papers.PDF, "There is no such nonconformity to see")
def nonconformity(wanted: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Response:
    """Print one nonconformity with what became of it."""
    with reading_for_request() as reading:
        paper = papers.print_nonconformities(
            reading, audit_id, base_url=_base_url(), **wanted, only=nonconformity_id
        )
        return _sent(paper)


@blueprint.get(f"{ONE}/decision.pdf")
@blueprint.arguments(EDITION, location="query")
@_prints(papers.PDF, "There is no such audit to see, or no decision on it yet")
def decision(wanted: dict[str, Any], audit_id: UUID) -> Response:
    """Print the letter about a decision."""
    with reading_for_request() as reading:
        return _sent(papers.print_decision(reading, audit_id, base_url=_base_url(), **wanted))
