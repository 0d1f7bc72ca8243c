"""Risk classes: how much collection the plants of a country can bear."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.areas.queries.unclassed import collected_unclassed
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.plants import PlantPart
from fairwild.ledger.queries import history_of
from fairwild.organisations.queries import people_by_id
from fairwild.schemas.organisations import country_codes
from fairwild.schemas.risk import EndRiskSchema, RiskFormSchema
from fairwild.species import operations, queries, rules
from fairwild.species.facts import RiskFacts
from fairwild.species.states import RiskClass, RiskFactor, RiskStanding
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.attachments import chosen_file, handed_out
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word
from fairwild.wording.organisations import country_choices, country_name

blueprint = Blueprint("risk", __name__)


@dataclass(frozen=True)
class Line:
    """One classification as the pages show it."""

    row: Any
    facts: RiskFacts
    standing: RiskStanding


def lines_of(reading: Reading, rows: list[Any]) -> list[Line]:
    """Give classifications with how they stand today."""
    known = [(row, queries.risk_facts(row)) for row in rows]
    on = reading.today
    return [Line(row, facts, rules.standing_of(facts, on=on)) for row, facts in known]


@blueprint.get("/risk-classes")
def list_all() -> Answer:
    """List the risk classes that hold or will, of one class or country where asked."""
    asked, country = request.args.get("class", ""), request.args.get("country", "")
    wanted = queries.RiskFilter(
        risk_class=RiskClass(asked) if asked in set(RiskClass) else None,
        country=country if country in country_codes() else "",
        ended_too="ended" in request.args,
    )
    with reading_for_request() as reading:
        reading.may(Action.SEE_SPECIES)
        return render_template(
            "pages/risk/list.html",
            lines=lines_of(reading, queries.list_classifications(reading, wanted)),
            unclassed=collected_unclassed(reading) if reading.allows(Action.CLASSIFY_RISK) else [],
            wanted=wanted,
            classes=[(one, word(one)) for one in RiskClass],
            countries=country_choices(country_codes()),
            country_name=country_name,
        )


@blueprint.route("/species/<uuid:species_id>/risk-class", methods=["GET", "POST"])
def classify(species_id: UUID) -> Answer:
    """Give a species, part and country a class, from a day on."""
    with reading_for_request() as reading:
        reading.may(Action.CLASSIFY_RISK)
        species = queries.get_species(reading, species_id)
    form = Form(RiskFormSchema(), _usual())
    form.values["factors"] = form.values["factors"] or []
    paper = chosen_file(form) if form.submitted else None

    def deed(work: UnitOfWork, order: dict[str, Any]) -> UUID:
        row = operations.classify_risk(work, species_id=species_id, **order)
        if paper is not None:
            operations.keep_risk_document(work, classification_id=row.id, **vars(paper))
        return row.id

    if form.submitted and not form.errors:
        made = form.attempt(deed)
        if made is not None:
            flash(gettext("%(name)s is classed.", name=species.scientific_name), "success")
            return redirect(url_for("risk.show", classification_id=made))
    page = render_template(
        "pages/risk/classify.html",
        form=form,
        species=species,
        parts=[(one, word(one)) for one in PlantPart],
        countries=country_choices(country_codes()),
        classes=[(one, word(one)) for one in RiskClass],
        factors=[(one, word(one)) for one in RiskFactor],
    )
    return page, form.status


def _usual() -> dict[str, Any]:
    """Give what stands in the form before anything is typed: what the link named, and today."""
    named = {name: request.args.get(name, "") for name in ("part", "country")}
    return {**named, "valid_from": house().clock().date().isoformat()}


def _page(classification_id: UUID, form: Form) -> Answer:
    with reading_for_request() as reading:
        row = queries.get_classification(reading, classification_id)
        [line] = lines_of(reading, [row])
        history = history_of(reading.session, [row.id])
        page = render_template(
            "pages/risk/show.html",
            line=line,
            form=form,
            factors=", ".join(word(one) for one in line.facts.factors),
            country_name=country_name,
            may_classify=reading.allows(Action.CLASSIFY_RISK),
            against_ending=list(rules.obstacles_to_ending(line.facts, on=reading.today)),
            history=history[::-1],
            people=people_by_id(reading, {one.actor_id for one in history if one.actor_id}),
        )
        return page, form.status


@blueprint.get("/risk-classes/<uuid:classification_id>")
def show(classification_id: UUID) -> Answer:
    """Show a classification with its reasons and its document."""
    return _page(classification_id, Form(EndRiskSchema()))


@blueprint.post("/risk-classes/<uuid:classification_id>/end")
def end(classification_id: UUID) -> Answer:
    """Take a classification back from today."""
    form = Form(EndRiskSchema())

    def deed(work: UnitOfWork, order: dict[str, Any]) -> str:
        row = operations.end_risk(work, classification_id=classification_id, **order)
        return row.document

    ended = form.attempt(deed)
    if ended is None:
        return _page(classification_id, form)
    flash(gettext("%(document)s no longer holds.", document=ended), "success")
    return redirect(url_for("risk.show", classification_id=classification_id))


@blueprint.post("/risk-classes/<uuid:classification_id>/file")
def attach(classification_id: UUID) -> Answer:
    """Lay the document of a classification beside it."""
    with reading_for_request() as reading:
        operations.may_attach(reading, classification_id=classification_id)
    form = Form(EndRiskSchema())
    paper = chosen_file(form)
    for sentence in form.errors.file:
        flash(sentence, "refusal")
    if paper is not None:
        with unit_of_work_for_request() as work:
            kept = operations.keep_risk_document(
                work, classification_id=classification_id, **vars(paper)
            )
            flash(gettext("%(name)s is kept.", name=kept.file_name), "success")
    return redirect(url_for("risk.show", classification_id=classification_id))


@blueprint.get("/risk-classes/<uuid:classification_id>/file")
def download(classification_id: UUID) -> Answer:
    """Hand out the document of a classification."""
    with reading_for_request() as reading:
        return handed_out(queries.get_classification(reading, classification_id), "risk_document")
