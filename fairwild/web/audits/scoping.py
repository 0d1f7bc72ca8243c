"""What an audit is planned to cover, as the forms of its plan carry it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext

from fairwild.areas import queries as areas
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State, kilograms
from fairwild.species import queries as species
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.wording import word

LINE_FIELDS = ("species_id", "part", "maximum_kg", "state")


def suggested_scope(reading: Reading, operator_id: UUID, *, on: date) -> list[dict[str, Any]]:
    """Give a line for all that the operator collects, filled from the limits of its areas."""
    limits = [one for one in areas.limits_of(reading, operator_id) if one.area.closed_at is None]
    current = [one for one in limits if one.season_until > on]
    lines = []
    for target in areas.collected_by(reading, operator_id):
        mine = [one for one in current if (one.species_id, one.part) == _kind_of(target)]
        state = mine[0].state if mine else State.DRY
        total = sum(one.limit_g for one in mine if one.state is state)
        places = {one.area_id: one.area for one in limits if one.species_id == target.species_id}
        lines.append(
            {
                "species": target.species,
                "part": target.part,
                "state": state,
                "maximum_kg": kilograms(total) if total else "",
                "areas": sorted(places.values(), key=lambda area: area.code),
                "chosen": {one.area_id for one in mine},
            }
        )
    return lines


def _kind_of(target: Any) -> tuple[Any, Any]:
    return target.species_id, target.part


def no_longer_collected(
    reading: Reading, lines: list[dict[str, Any]], scope: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Name what is planned and that the form cannot offer: species, or single areas of one.

    The operator collects the species no more, or has no quantity for it in the area.
    """
    offered = {
        (str(line["species"].id), str(line["part"])): {str(area.id) for area in line["areas"]}
        for line in lines
    }
    planned = [dict(line) for line in scope]
    plants = species.species_by_id(reading, {UUID(line["species_id"]) for line in planned})
    places = areas.area_facts(reading, {UUID(one) for line in planned for one in line["area_ids"]})
    gone = []
    for line in planned:
        there = offered.get((line["species_id"], line["part"]))
        missing = [one for one in line["area_ids"] if there is not None and one not in there]
        what = (
            f"{plants[UUID(line['species_id'])].scientific_name}, {word(PlantPart(line['part']))}"
        )
        if there is None:
            gone.append(what)
        elif missing:
            codes = ", ".join(sorted(places[UUID(one)].code for one in missing))
            told = gettext("%(what)s: no quantity is set in %(areas)s", what=what, areas=codes)
            gone.append(told)
    return gone


def suggested_values(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Fill the rows of the scope as they are first shown."""
    values: dict[str, Any] = {"places": ""}
    for index, line in enumerate(lines):
        values[f"scope-{index}-take"] = "yes"
        values[f"scope-{index}-state"] = line["state"]
        values[f"scope-{index}-maximum_kg"] = line["maximum_kg"]
        values[f"scope-{index}-area_ids"] = [str(one) for one in line["chosen"]]
        values[f"scope-{index}-forms"] = []
    return values


def planned_values(
    lines: list[dict[str, Any]], scope: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Fill the rows of the scope with what is planned; what is not in the scope is not ticked."""
    values = suggested_values(lines)
    planned = {(line["species_id"], line["part"]): line for line in scope}
    for index, line in enumerate(lines):
        kept = planned.get((str(line["species"].id), str(line["part"])))
        values[f"scope-{index}-take"] = "yes" if kept else ""
        if kept:
            values[f"scope-{index}-state"] = kept["state"]
            values[f"scope-{index}-maximum_kg"] = kilograms(kept["maximum_g"])
            values[f"scope-{index}-area_ids"] = kept["area_ids"]
            values[f"scope-{index}-forms"] = kept["forms"]
    return values


def gather_standard(form: Form) -> None:
    """Put the version of a standard, as a page sends it, into the form's order."""
    standard, _, version = request.form.get("standard_choice", "").partition("/")
    form.values["standard"], form.values["standard_version"] = standard, version


def gather_scope(form: Form) -> None:
    """Put the rows of the scope, as a page sends them, into the form's order, if there are any."""
    sent = request.form
    count = sum(name.endswith("-species_id") for name in sent)
    taken = [index for index in range(count) if sent.get(f"scope-{index}-take")]
    if count:
        form.values["scope"] = [_line(index) for index in taken]
    for index in range(count):
        form.values[f"scope-{index}-take"] = "yes" if index in taken else ""
        for name in ("area_ids", "forms"):
            form.values[f"scope-{index}-{name}"] = sent.getlist(f"scope-{index}-{name}[]")


def _line(index: int) -> dict[str, Any]:
    sent = request.form
    line: dict[str, Any] = {name: sent.get(f"scope-{index}-{name}", "") for name in LINE_FIELDS}
    line["area_ids"] = sent.getlist(f"scope-{index}-area_ids[]")
    line["forms"] = sent.getlist(f"scope-{index}-forms[]")
    return line
