"""What accounts can be narrowed to, and the days they are about."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.lots.records import (
    Lot,
)
from fairwild.unit_of_work import Reading


def sites_of(reading: Reading, holder_id: UUID) -> list[str]:
    """Give the places where the holder has had goods, in their order."""
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, holder_id))
    query = select(Lot.site).where(Lot.holder_id == holder_id, Lot.site != "")
    return list(reading.session.scalars(query.distinct().order_by(Lot.site)))


def species_held(reading: Reading, holder_id: UUID) -> list[UUID]:
    """Give the species of which the holder has had goods."""
    query = select(Lot.species_id).where(Lot.holder_id == holder_id, Lot.species_id.is_not(None))
    return [one for one in reading.session.scalars(query.distinct()) if one]


def certificates_held(reading: Reading, holder_id: UUID) -> list[UUID]:
    """Give the certificates under which the holder has had goods."""
    query = select(Lot.certificate_id).where(
        Lot.holder_id == holder_id, Lot.certificate_id.is_not(None)
    )
    return [one for one in reading.session.scalars(query.distinct()) if one]


def period_of(asked: Mapping[str, Any], *, zone: str, today: date) -> dict[str, Any]:
    """Turn days as people say them, both included, into moments; without any, this year so far."""
    first = asked.get("since") or date((asked.get("until") or today).year, 1, 1)
    last = asked.get("until") or max(today, first)
    place = ZoneInfo(zone)
    narrowed = {key: asked.get(key) for key in ("site", "species_id", "certificate_id")}
    return {
        "start": _midnight(first, place),
        "until": _midnight(min(last, date.max - timedelta(days=1)) + timedelta(days=1), place),
        **narrowed,
    }


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give the beginning of a day at a place; at the edge of time, in UTC."""
    try:
        return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time.min, tzinfo=UTC)
