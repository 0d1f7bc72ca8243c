"""What the page, the paper and the files of a recall are written from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext

from fairwild.labels.queries import label_codes_on
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.stock import lot_facts
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.trade.facts import Carried
from fairwild.trade.queries.carrying import carried_by
from fairwild.unit_of_work import Reading

LOTS_AT_ONCE = 1_000
Known = Mapping[UUID, OrganisationFacts]


def parties_of(reading: Reading, recall: Any) -> Known:
    """Give everybody who holds or held some of it."""
    return organisations_by_id(reading, {one.holder_id for one in recall.lots})


def consignments_of(reading: Reading, recall: Any) -> tuple[Carried, ...]:
    """Give the consignments in which the goods travelled."""
    return carried_by(reading, [UUID(one) for one in recall.reach["consignments"]])


def labels_of(reading: Reading, numbers: Mapping[UUID, str]) -> Iterator[tuple[str, str, int]]:
    """Give lot, code and serial of every label that stands on these lots."""
    for lot_id, code, serial in label_codes_on(reading, numbers):
        yield numbers[lot_id], code, serial


def goods_of(reading: Reading, lots: Sequence[Any]) -> dict[UUID, LotFacts]:
    """Give what the lots of a recall are; some at a time, as there may be very many."""
    ids, found = [one.lot_id for one in lots], {}
    for start in range(0, len(ids), LOTS_AT_ONCE):
        found.update(lot_facts(reading, ids[start : start + LOTS_AT_ONCE]))
    return found


def how_said(notice: Any) -> str:
    """Say how a holder without an account answered; nothing of others."""
    if notice.answered_at is None or not notice.organisation.outside:
        return ""
    by_link: str = gettext("answered by the mailed link")
    return by_link if notice.by_link else gettext("written down by who called back")
