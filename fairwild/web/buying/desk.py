"""The screen of the buying point: one person after the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.harvesters.facts import HarvesterFacts
from fairwild.harvesters.queries import find_harvester_facts
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import MINOR_DIGITS, State, read_mass
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import operations, queries, rules
from fairwild.lots.facts import Offer, QuotaOutlook
from fairwild.organisations.queries import get_organisation
from fairwild.schemas.buying import ReceiptFormSchema
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.buying import choices, day
from fairwild.web.buying.usual import usual
from fairwild.web.forms import Form
from fairwild.web.frame import time_zone
from fairwild.web.paging import Answer
from fairwild.wording import field_message


@dataclass(frozen=True)
class Quota:
    """A maximum quantity, and permit and certificate where they apply, as the desk draws them.

    Without an outlook none is set for these goods. `against` is what bars the lot they belong in,
    `uncertified` why they would not be certified.
    """

    chosen: bool
    outlook: QuotaOutlook | None = None
    permit: queries.PermitOutlook | None = None
    certificate: queries.CertificateOutlook | None = None
    against: tuple[Obstacle, ...] = ()
    uncertified: tuple[Obstacle, ...] = ()


def _operator(reading: Reading) -> UUID:
    """Give the operator whose buying point this is; raises NotAllowed for anybody else."""
    operator_id = home_organisation_id()
    reading.may(Action.RECORD_RECEIPT, on=Of(Party.OPERATOR, operator_id))
    return operator_id


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(typed: str) -> datetime:
    """Read the moment typed, or give this one."""
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        return house().clock()
    return read if read.tzinfo else read.replace(tzinfo=time_zone())


def _mass(typed: str) -> int:
    try:
        return read_mass(typed).grams
    except ValueError:
        return 0


def quota_of(reading: Reading, values: dict[str, Any]) -> Quota:
    """Ask how much of the chosen goods may still come on the chosen day."""
    species, _, part = str(values.get("goods", "")).partition(":")
    area_id, species_id = _uuid(str(values.get("area_id", ""))), _uuid(species)
    state = str(values.get("state", ""))
    if area_id is None or species_id is None or part not in set(PlantPart):
        return Quota(chosen=False)
    if state not in set(State):
        return Quota(chosen=False)
    gross_g, tare_g = _mass(str(values.get("gross", ""))), _mass(str(values.get("tare", "")))
    goods: dict[str, Any] = {
        "area_id": area_id,
        "species_id": species_id,
        "part": PlantPart(part),
        "state": State(state),
    }
    at, operator_id = _moment(str(values.get("collected_at", ""))), home_organisation_id()
    asked = {**goods, "on": at.astimezone(time_zone()).date(), "adding_g": max(gross_g - tare_g, 0)}
    nobody = operator_id  # whose certificate it is does not hang on who brings the plants
    offer = Offer(operator_id, nobody, **goods, collected_at=at, gross_g=gross_g, tare_g=tare_g)
    return Quota(
        chosen=True,
        outlook=queries.quota_outlook(reading, **asked),
        permit=queries.permit_outlook(reading, operator_id=operator_id, **asked),
        certificate=queries.certificate_outlook(reading, offer),
        uncertified=queries.uncertified_because(reading, offer),
        against=tuple(rules.obstacles_to_gathering(queries.held_lot_for(reading, offer))),
    )


def _matches(reading: Reading, operator_id: UUID, values: dict[str, Any]) -> list[HarvesterFacts]:
    """List who may be meant; whoever was chosen already stands alone."""
    chosen = _uuid(str(values.get("harvester_id", "")))
    found = find_harvester_facts(reading, chosen) if chosen else None
    if found is not None and found.operator_id == operator_id:
        return [found]
    return choices.matching(reading, operator_id, str(values.get("harvester", "")))


def _form() -> Form:
    schema = ReceiptFormSchema()
    schema.zone = time_zone()  # type: ignore[attr-defined]  # read by the field Moment
    typed = {name: value.strip() for name, value in request.args.items()}
    blank = {"harvester": "", "net": "", "amount": ""}
    return Form(schema, blank | choices.remembered() | typed)


def _begin(reading: Reading, operator_id: UUID, form: Form, areas: choices.Pairs) -> None:
    """Begin where this desk stopped; a desk new to this operator begins with what is usual."""
    known = {value for value, _ in areas}
    if form.submitted or "area_id" in request.args or form.values["area_id"] in known:
        return
    today = reading.now.astimezone(time_zone()).date()
    form.values.update(dict.fromkeys(choices.REMEMBERED, ""))
    form.values.update(usual(reading, operator_id, on=today))


def _choose_harvester(reading: Reading, operator_id: UUID, form: Form) -> None:
    """Take the one harvester a typed name or card can mean; say why where there is none."""
    if form.values["harvester_id"] or not form.values["harvester"]:
        return
    found = choices.matching(reading, operator_id, form.values["harvester"])
    if len(found) == 1:
        form.values["harvester_id"] = str(found[0].id)
    elif form.errors.harvester_id:
        code = "several-harvesters" if found else "no-such-harvester"
        form.errors["harvester_id"] = [field_message(code)]


def _page(form: Form) -> Answer:
    with reading_for_request() as reading:
        operator_id = _operator(reading)
        operator = get_organisation(reading, operator_id)
        areas = choices.area_choices(reading, operator_id)
        goods = choices.goods_choices(reading, operator_id)
        _begin(reading, operator_id, form, areas)
        form.values["area_id"] = choices.only(areas, form.values["area_id"])
        form.values["goods"] = choices.only(goods, form.values["goods"])
        form.values["currency"] = operator.currency
        _choose_harvester(reading, operator_id, form)
        done = _uuid(request.args.get("done", ""))
        page = render_template(
            "pages/buying/desk.html",
            form=form,
            areas=areas,
            goods=goods,
            states=choices.state_choices(),
            digits=MINOR_DIGITS.get(operator.currency, 2),
            matches=_matches(reading, operator_id, form.values),
            quota=quota_of(reading, form.values),
            today=day.today(reading, operator_id),
            done=queries.get_receipt(reading, done) if done else None,
        )
    return page, form.status


def desk() -> Answer:
    """Buy from one harvester after the other."""
    form = _form()
    if not form.submitted:
        return _page(form)
    with reading_for_request() as reading:
        operator_id = _operator(reading)
        form.values["currency"] = get_organisation(reading, operator_id).currency
        _choose_harvester(reading, operator_id, form)

    def buy(work: UnitOfWork, order: dict[str, Any]) -> Any:
        moment = order.pop("collected_at") or work.now
        return operations.record_receipt(
            work, operator_id=operator_id, collected_at=moment, **order
        )

    goal = form.attempt_once(buy, lambda receipt: url_for("buying.desk", done=receipt.id))
    if goal is None:
        return _page(form)
    answer = make_response(redirect(goal))
    choices.remember(answer, form.values)
    return answer


def find_harvesters() -> Answer:
    """Give the part of the screen that shows who may be meant."""
    with reading_for_request() as reading:
        operator_id = _operator(reading)
        text = request.args.get("harvester", "")
        found = choices.matching(reading, operator_id, text)
        chosen = str(found[0].id) if len(found) == 1 else ""
        return render_template("pages/buying/matches.html", matches=found, text=text, chosen=chosen)


def show_quota() -> Answer:
    """Give the part of the screen that shows how much may still come."""
    with reading_for_request() as reading:
        _operator(reading)
        quota = quota_of(reading, request.args.to_dict())
        return render_template("pages/buying/quota.html", quota=quota)


def hang(blueprint: Blueprint) -> None:
    """Hang the screen and its parts into the room."""
    blueprint.add_url_rule("/buying", "desk", desk, methods=["GET", "POST"])
    blueprint.add_url_rule("/buying/harvesters", "find_harvesters", find_harvesters)
    blueprint.add_url_rule("/buying/quota", "show_quota", show_quota)
