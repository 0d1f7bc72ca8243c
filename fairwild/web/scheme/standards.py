"""The standards: their versions and what each one asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import render_template

from fairwild.access.actions import Action
from fairwild.applications.queries import count_assessments_under
from fairwild.audits.queries.under import count_audits_under
from fairwild.http import reading_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.queries import history_of
from fairwild.organisations.queries import people_by_id
from fairwild.standards.catalogue import UnknownStandard, standard_version, standard_versions
from fairwild.standards.naming import subject_of
from fairwild.standards.types import Criterion, Principle, StandardVersion, Words
from fairwild.web.paging import Answer
from fairwild.web.reading_language import language_read
from fairwild.web.scheme.routing import blueprint


@dataclass(frozen=True)
class Branch:
    """A principle with its criteria, each with its indicators, in the reader's language."""

    principle: Principle
    title: str
    criteria: list[tuple[Criterion, str, list[tuple[Any, Words]]]]


def known(name: str, version: str) -> StandardVersion:
    """Give a version of a standard; raises NotFound."""
    try:
        return standard_version(name, version)
    except UnknownStandard as error:
        raise NotFound("standard") from error


def _branches(standard: StandardVersion, language: str) -> Iterator[Branch]:
    for principle in standard.principles:
        number = str(principle.number)
        criteria = [
            (
                one,
                standard.title_of(one.code, one.title, language),
                [
                    (indicator, standard.words_of(indicator, language))
                    for indicator in standard.indicators_of(one.code)
                ],
            )
            for one in standard.criteria_of(principle.number)
        ]
        yield Branch(principle, standard.title_of(number, principle.title, language), criteria)


@blueprint.get("/scheme/standards")
def list_standards() -> Answer:
    """List every version of every standard."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        lines = [
            (one, one.is_open_on(reading.today), count_audits_under(reading, one.name, one.version))
            for one in standard_versions()
        ]
        may_import = reading.allows(Action.IMPORT_STANDARD)
        return render_template("pages/scheme/standards.html", lines=lines, may_import=may_import)


@blueprint.get("/scheme/standards/<name>/<version>")
def show_standard(name: str, version: str) -> Answer:
    """Show everything a version of a standard asks, in one of its languages."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        standard = known(name, version)
        language = language_read(standard)
        history = history_of(reading.session, [subject_of(name, version)])
        return render_template(
            "pages/scheme/standard.html",
            standard=standard,
            branches=list(_branches(standard, language)),
            language_read=language,
            audits=count_audits_under(reading, name, version),
            assessed=count_assessments_under(reading, name, version),
            is_open=standard.is_open_on(reading.today),
            may_import=reading.allows(Action.IMPORT_STANDARD),
            history=history[::-1],
            people=people_by_id(reading, {one.actor_id for one in history if one.actor_id}),
        )
