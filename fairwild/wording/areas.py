"""The words of the room `areas`."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.kernel.geometry import GeometryFault
from fairwild.wording.fields import MESSAGES

OBSTACLES: dict[str, LazyString] = {
    "limit-raised-after-collection": _l(
        "%(drawn_g)s of %(limit_g)s are already collected this season: the limit can be lowered "
        "now, not raised."
    ),
    "area-code-taken": _l("You already have an area with the code %(code)s."),
    "area-closed": _l("%(area)s is closed; nothing about it changes any more."),
    "species-not-registered": _l("This species is not registered with the scheme."),
    "target-species-chosen-already": _l("You already collect the %(part)s of this species."),
    "target-species-ended": _l("You no longer collect the %(part)s of this species."),
    "not-a-target-species": _l(
        "The %(part)s of this species is not among what you collect; add it to the target "
        "species first."
    ),
    "season-overlaps": _l(
        "There is already a limit from %(first_day)s to %(last_day)s; seasons must not overlap."
    ),
    "season-without-end": _l("The season must end after it begins on %(first_day)s."),
    "limit-not-positive": _l("The limit must be more than nothing."),
    "limit-below-drawn": _l(
        "%(drawn_g)s are already collected; the limit cannot become %(limit_g)s."
    ),
    "quota-exceeded": _l(
        "This season's limit is %(limit_g)s, of which %(drawn_g)s are collected. "
        "%(left_g)s are left; %(wanted_g)s is too much."
    ),
}

EVENTS: dict[str, LazyString] = {
    "area-registered": _l("Area registered"),
    "area-changed": _l("Area changed"),
    "area-closed": _l("Area closed"),
    "target-species-chosen": _l("Target species chosen"),
    "target-species-ended": _l("Target species ended"),
    "maximum-quantity-set": _l("Maximum quantity set"),
    "maximum-quantity-changed": _l("Maximum quantity changed"),
    "quantity-drawn": _l("Collected against the maximum quantity"),
    "quantity-returned": _l("Given back to the maximum quantity"),
}

WORDS: dict[str, LazyString] = {
    "GeometryKind:Point": _l("point"),
    "GeometryKind:Polygon": _l("outline"),
    "GeometryKind:MultiPolygon": _l("several outlines"),
}

_OF_A_POINT = frozenset(
    {
        "duplicate-position",
        "crosses-antimeridian",
        "not-a-position",
        "not-finite",
        "longitude-out-of-range",
        "latitude-out-of-range",
    }
)


def geometry_sentence(fault: GeometryFault) -> str:
    """Say what is wrong with an outline, and at which point of the line where it is one."""
    said = str(MESSAGES[f"geometry-{fault.code}"])
    last = fault.where.rpartition("/")[2]
    if fault.code not in _OF_A_POINT or not last.isdigit():
        return said
    return gettext("Point %(point)s: %(said)s", point=int(last) + 1, said=said)
