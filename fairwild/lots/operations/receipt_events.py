"""What the ledger is told of a receipt that was written with many others."""

from typing import Any

from fairwild.lots import events

PLACE = frozenset({"latitude", "longitude"})
"""Where somebody collected is told to the operator only, never to the ledger's readers."""


def receipt_recorded(row: dict[str, Any]) -> events.ReceiptRecorded:
    """Say that a receipt was recorded, by the row it was written from."""
    return events.ReceiptRecorded(
        subject=row["id"],
        number=row["number"],
        lot=row["lot_id"],
        harvester=row["harvester_id"],
        area=row["area_id"],
        species=row["species_id"],
        part=row["part"],
        state=row["state"],
        collected_at=row["collected_at"],
        gross_g=row["gross_g"],
        tare_g=row["tare_g"],
        net_g=row["net_g"],
        price_per_kg_minor=row["price_per_kg_minor"],
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        permit=row["permit_id"],
        stated={name: said for name, said in row["stated"].items() if name not in PLACE},
    )
