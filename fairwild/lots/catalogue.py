"""The dated numbers of the scheme that material is judged by."""

from datetime import date
from fractions import Fraction

from fairwild.kernel.plants import PlantPart
from fairwild.lots.facts import RatioBand
from fairwild.standards.catalogue import parameters


def find_drying_band(part: PlantPart | None, *, on: date) -> RatioBand | None:
    """Give the band of drying ratios of a part in force on that day, where there is one."""
    if part is None:
        return None
    table = parameters()
    lowest = table.find_in_force("drying_ratio_minimum", on=on, part=part)
    highest = table.find_in_force("drying_ratio_maximum", on=on, part=part)
    if lowest is None or highest is None:
        return None
    return RatioBand(lowest.value, highest.value, table.version)


def quota_warning_share(*, on: date) -> Fraction:
    """Give the share of a maximum quantity from which on the clerk is warned."""
    return parameters().in_force("quota_warning_share", on=on).value
