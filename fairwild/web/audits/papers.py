"""The papers of an audit: plan, report, nonconformities, decision."""

from typing import Any
from uuid import UUID

from flask import Response, request

from fairwild.desks import papers
from fairwild.http import house, reading_for_request
from fairwild.web.audits.routing import blueprint
from fairwild.web.paging import Answer

ONE = "/audits/<uuid:audit_id>"


def _sent(paper: papers.Paper) -> Answer:
    """Hand a paper out: a PDF is shown in place, a workbook is saved."""
    answer = Response(paper.content, mimetype=paper.media_type)
    manner = "inline" if paper.media_type == papers.PDF else "attachment"
    answer.headers.set("Content-Disposition", manner, filename=paper.file_name)
    answer.add_etag()
    return answer.make_conditional(request)


def _wanted() -> dict[str, Any]:
    """Say which edition is asked for, the newest where none is, and where the house is."""
    edition = request.args.get("edition", type=int)
    return {"edition": edition, "base_url": house().settings.base_url}


@blueprint.get(f"{ONE}/plan.pdf")
def plan_paper(audit_id: UUID) -> Answer:
    """Print the plan."""
    with reading_for_request() as reading:
        return _sent(papers.print_plan(reading, audit_id, **_wanted()))


@blueprint.get(f"{ONE}/report.pdf")
def report_paper(audit_id: UUID) -> Answer:
    """Print the report."""
    with reading_for_request() as reading:
        return _sent(papers.print_report(reading, audit_id, **_wanted()))


@blueprint.get(f"{ONE}/report.xlsx")
def report_workbook(audit_id: UUID) -> Answer:
    """Give the report as a workbook."""
    with reading_for_request() as reading:
        return _sent(papers.print_workbook(reading, audit_id, **_wanted()))


@blueprint.get(f"{ONE}/nonconformities.pdf")
def nonconformities_paper(audit_id: UUID) -> Answer:
    """Print every nonconformity with what became of it."""
    with reading_for_request() as reading:
        return _sent(papers.print_nonconformities(reading, audit_id, **_wanted()))


@blueprint.get(f"{ONE}/nonconformities/<uuid:nonconformity_id>/report.pdf")
def nonconformity_paper(audit_id: UUID, nonconformity_id: UUID) -> Answer:
    """Print one nonconformity with what became of it."""
    with reading_for_request() as reading:
        paper = papers.print_nonconformities(reading, audit_id, **_wanted(), only=nonconformity_id)
        return _sent(paper)


@blueprint.get(f"{ONE}/decision.pdf")
def decision_letter(audit_id: UUID) -> Answer:
    """Print the letter about the decision."""
    with reading_for_request() as reading:
        return _sent(papers.print_decision(reading, audit_id, **_wanted()))
