"""The words of the slip a harvester takes home."""

from typing import Any

from flask_babel import gettext

from fairwild.areas.queries import area_facts
from fairwild.documents.facts import ReceiptPaper
from fairwild.harvesters.queries import find_harvester_facts
from fairwild.http import house
from fairwild.kernel.refusals import NotFound
from fairwild.organisations.queries import get_organisation, people_by_id
from fairwild.unit_of_work import Reading
from fairwild.web.frame import language, time_zone
from fairwild.wording import figures, word


def paper_of(reading: Reading, receipt: Any) -> ReceiptPaper:
    """Word everything the slip says; raises NotFound to those who may not know the harvester."""
    buyer = get_organisation(reading, receipt.operator_id)
    harvester = find_harvester_facts(reading, receipt.harvester_id)
    if harvester is None:
        raise NotFound("harvester")
    area = area_facts(reading, [receipt.area_id])[receipt.area_id]
    clerks = people_by_id(reading, [receipt.recorded_by] if receipt.recorded_by else [])
    called = sorted(receipt.species.common_names.items())
    common = dict(called).get(language(), called[0][1] if called else "")
    base_url = house().settings.base_url
    price = figures.money(receipt.price_per_kg_minor, receipt.currency)
    return ReceiptPaper(
        language=language(),
        number=receipt.number,
        buyer=buyer.name,
        buying_point=receipt.buying_point or area.name,
        harvester_name=harvester.name,
        harvester_number=harvester.local_id,
        species_name=receipt.species.scientific_name,
        common_name=common,
        part=word(receipt.part),
        state=word(receipt.state),
        area=f"{area.code} {area.name}",
        collected_on=figures.day(receipt.collected_at.astimezone(time_zone())),
        received_at=figures.time_of_day(receipt.recorded_at),
        gross=figures.weight(receipt.gross_g),
        tare=figures.weight(receipt.tare_g),
        net=figures.weight(receipt.net_g),
        price=gettext("%(price)s per kg", price=price),
        amount=figures.money(receipt.amount_minor, receipt.currency),
        clerk=clerks.get(receipt.recorded_by, ""),
        check=f"{base_url}/receipts/{receipt.id}",
        taken_back=figures.time_of_day(receipt.reversed_at) if receipt.reversed_at else "",
        synthetic=buyer.synthetic,
    )
