"""Rules of areas and maximum quantities. Pure: facts in, obstacles and numbers out."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from fairwild.areas.facts import AreaFacts, QuantityFacts, Rotation, Wish
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Obstacle

HECTARES_TOLERANCE = Fraction(1, 10)
"""Beyond this difference between stated and computed size the page asks for a second look."""


def size_difference(computed_m2: int, stated_m2: int | None) -> Fraction | None:
    """Give by which share the stated size differs from the computed one; None without both."""
    if not computed_m2 or not stated_m2:
        return None
    return Fraction(stated_m2 - computed_m2, computed_m2)


def size_needs_a_look(computed_m2: int, stated_m2: int | None) -> bool:
    """Tell whether stated and computed size differ by more than a tenth."""
    difference = size_difference(computed_m2, stated_m2)
    return difference is not None and abs(difference) > HECTARES_TOLERANCE


def obstacles_to_area_code(code: str, *, taken: bool) -> Iterator[Obstacle]:
    """Say why an operator cannot use this code for a new area."""
    if taken:
        yield Obstacle("area-code-taken", {"code": code}, at="code")


def obstacles_to_changing(area: AreaFacts) -> Iterator[Obstacle]:
    """Say why an area can no longer be changed."""
    if area.closed:
        yield Obstacle("area-closed", {"area": area.name})


def obstacles_to_quantity(
    wanted: QuantityFacts,
    *,
    area: AreaFacts,
    targets: Iterable[tuple[object, PlantPart]],
    others: Iterable[QuantityFacts],
) -> Iterator[Obstacle]:
    """Say everything that stands between these figures and a limit for a season.

    One limit counts the plants of an area, part and season, fresh or dry: never one beside another.
    """
    yield from obstacles_to_changing(area)
    if (wanted.species_id, wanted.part) not in set(targets):
        yield Obstacle("not-a-target-species", {"part": wanted.part}, at="species_id")
    yield from _obstacles_to_figures(wanted)
    for other in others:
        if other.subject == wanted.subject and _share_a_day(other.season, wanted.season):
            facts = {"first_day": other.season.start, "last_day": other.season.last_day}
            yield Obstacle("season-overlaps", facts, at="season_from")


def _obstacles_to_figures(wanted: QuantityFacts) -> Iterator[Obstacle]:
    if wanted.season.until is None or wanted.season.until <= wanted.season.start:
        yield Obstacle("season-without-end", {"first_day": wanted.season.start}, at="season_until")
    if wanted.limit_g <= 0:
        yield Obstacle("limit-not-positive", {"limit_g": wanted.limit_g}, at="limit_g")


def _share_a_day(one: Period, other: Period) -> bool:
    return one.start in other or other.start in one


def obstacles_to_new_limit(quantity: QuantityFacts, limit_g: int) -> Iterator[Obstacle]:
    """Say why the limit of a season cannot become this.

    Once collection has begun the operator cannot lift its own limit (rule R05).
    """
    if limit_g <= 0:
        yield Obstacle("limit-not-positive", {"limit_g": limit_g}, at="limit_g")
    elif limit_g < quantity.drawn_g:
        facts = {"limit_g": limit_g, "drawn_g": quantity.drawn_g}
        yield Obstacle("limit-below-drawn", facts, at="limit_g")
    elif limit_g > quantity.limit_g and quantity.drawn_g > 0:
        raised = {"limit_g": quantity.limit_g, "drawn_g": quantity.drawn_g}
        yield Obstacle("limit-raised-after-collection", raised, at="limit_g")


def obstacles_while_asked(waiting: object | None) -> Iterator[Obstacle]:
    """Say that a limit stays as it is while the body has a wish about it on its table."""
    if waiting is not None:
        yield Obstacle("change-already-asked")


def obstacles_to_asking(
    quantity: QuantityFacts, wish: Wish, *, waiting: object | None
) -> Iterator[Obstacle]:
    """Say everything that stands against asking a body for another limit (rule R05).

    Whoever is certified asks a body that certifies it, and no other one that knows it less.
    """
    yield from obstacles_while_asked(waiting)
    if wish.certified_by and wish.body_id not in wish.certified_by:
        yield Obstacle("body-does-not-certify", {"body": wish.body}, at="body_id")
    limit_g = wish.limit_g
    if limit_g <= quantity.limit_g:
        facts = {"limit_g": quantity.limit_g, "wanted_g": limit_g}
        yield Obstacle("limit-not-raised", facts, at="limit_g")
    if not wish.reason.strip():
        yield Obstacle("change-without-reason", at="reason")


def obstacles_to_deciding(status: ChangeStatus) -> Iterator[Obstacle]:
    """Say that a wish is no longer open."""
    if status is not ChangeStatus.ASKED:
        yield Obstacle("change-already-decided", {"status": status})


def obstacles_to_silence(reason: str) -> Iterator[Obstacle]:
    """Say that a decision needs its reason."""
    if not reason.strip():
        yield Obstacle("decision-without-reason", at="reason")


def obstacles_to_approving(
    quantity: QuantityFacts, limit_g: int, *, reason: str
) -> Iterator[Obstacle]:
    """Say why a body cannot grant this limit now."""
    yield from obstacles_to_silence(reason)
    if limit_g < quantity.drawn_g:
        facts = {"limit_g": limit_g, "drawn_g": quantity.drawn_g}
        yield Obstacle("limit-below-drawn", facts, at="limit_g")


def obstacles_of_rotation(area: str, rotation: Rotation | None, *, on: date) -> Iterator[Obstacle]:
    """Say that a block rests in the year of that day, and when it is due again."""
    if rotation is not None and not rotation.due_in(on.year):
        facts = {"area": area, "year": str(on.year), "next_year": str(rotation.next_due(on.year))}
        yield Obstacle("block-not-due", facts, at="area_id")


def obstacles_to_drawing(quantity: QuantityFacts, mass_g: int) -> Iterator[Obstacle]:
    """Say why this mass cannot be collected against the limit any more."""
    if mass_g > quantity.left_g:
        facts = {
            "limit_g": quantity.limit_g,
            "drawn_g": quantity.drawn_g,
            "wanted_g": mass_g,
            "left_g": quantity.left_g,
        }
        yield Obstacle("quota-exceeded", facts, at="gross_g")
