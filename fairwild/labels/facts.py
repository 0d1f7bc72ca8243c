"""What rules about labels need to know, without a row in sight."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintOrder:
    """What is to be printed; the sheet says how many places it has."""

    label_count: int
    start_position: int
    copies: int
    places: int


@dataclass(frozen=True, kw_only=True)
class LabelText:
    """What all labels of a print run say, worded; each adds only its own code."""

    lot_number: str
    species_name: str
    common_name: str
    claim_line: str
    holder: str
    domain: str
    base_url: str
    quantity: str
    language: str
