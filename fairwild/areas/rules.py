"""Rules of areas and maximum quantities. Pure: facts in, obstacles and numbers out."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from fairwild.areas.facts import AreaFacts, QuantityFacts, Rotation, SharedGround, Wish
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Obstacle

OVERLAP_TOLERANCE = Fraction(1, 50)
"""So much of the smaller of two outlines may lie in the other, as borders of neighbours do."""

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
    ground: Iterable[SharedGround] = (),
) -> Iterator[Obstacle]:
    """Say everything that stands between these figures and a limit for a season.

    One limit counts the plants of a part on a piece of ground and in a year, fresh or dry: never
    one beside another, be it of another season or of another area drawn on the same ground.
    """
    yield from obstacles_to_changing(area)
    if (wanted.species_id, wanted.part) not in set(targets):
        yield Obstacle("not-a-target-species", {"part": wanted.part}, at="species_id")
    yield from _obstacles_to_figures(wanted)
    yield from obstacles_to_season(wanted, others, ground)


def obstacles_to_season(
    wanted: QuantityFacts, others: Iterable[QuantityFacts], ground: Iterable[SharedGround]
) -> Iterator[Obstacle]:
    """Say which limits of the same plants there are for these days, or this year, already.

    A season counts for the year it begins in. More of a year is granted only by the body (R05).
    """
    shared = {one.area_id: one for one in ground}
    for other in others:
        beside = shared.get(other.area_id)
        if other.id == wanted.id is not None or other.plant != wanted.plant:
            continue
        if other.area_id != wanted.area_id and not _may_still_count(other, beside):
            continue
        same_days = _share_a_day(other.season, wanted.season)
        if same_days or other.season.start.year == wanted.season.start.year:
            yield _limited_already(other, beside, same_days)


def _may_still_count(other: QuantityFacts, ground: SharedGround | None) -> bool:
    """Tell whether plants of this ground were, or may be, counted against the other limit."""
    return ground is not None and (not ground.closed or other.begun)


def _limited_already(
    other: QuantityFacts, ground: SharedGround | None, same_days: object
) -> Obstacle:
    facts = {"first_day": other.season.start, "last_day": other.season.last_day}
    if ground is not None:
        told = {"area": ground.area, "overlap_m2": ground.overlap_m2, "share": ground.share}
        return Obstacle("ground-limited-already", {**facts, **told}, at="season_from")
    if same_days:
        return Obstacle("season-overlaps", facts, at="season_from")
    year = {"year": str(other.season.start.year), "limit_g": other.limit_g}
    return Obstacle("year-limited-already", {**facts, **year}, at="season_from")


def obstacles_to_outline(ground: Iterable[SharedGround]) -> Iterator[Obstacle]:
    """Say which open areas an outline lies on: the same plants would be counted in both."""
    for one in ground:
        if not one.closed:
            facts = {"area": one.area, "overlap_m2": one.overlap_m2, "share": one.share}
            yield Obstacle("area-overlaps", facts, at="geometry")


def is_material(overlap_m2: int, smaller_m2: int) -> bool:
    """Tell whether outlines share more than neighbours do whose border was walked twice."""
    return overlap_m2 > smaller_m2 * OVERLAP_TOLERANCE


def obstacles_to_new_days(quantity: QuantityFacts, wanted: QuantityFacts) -> Iterator[Obstacle]:
    """Say why a season cannot have these days: with collection begun it is only made longer."""
    yield from _obstacles_to_figures(wanted)
    old, new = quantity.season, wanted.season
    if not quantity.begun or old.until is None or new.until is None:
        return
    longer = new.start <= old.start and old.until <= new.until
    if not longer or new.start.year != old.start.year:
        facts = {"first_day": old.start, "last_day": old.last_day, "drawn_g": quantity.drawn_g}
        yield Obstacle("season-shortened", facts, at="season_from")


def _obstacles_to_figures(wanted: QuantityFacts) -> Iterator[Obstacle]:
    if wanted.season.until is None or wanted.season.until <= wanted.season.start:
        yield Obstacle("season-without-end", {"first_day": wanted.season.start}, at="season_until")
    if wanted.limit_g <= 0:
        yield Obstacle("limit-not-positive", {"limit_g": wanted.limit_g}, at="limit_g")


def _share_a_day(one: Period, other: Period) -> bool:
    return one.start in other or other.start in one


def obstacles_to_new_limit(quantity: QuantityFacts, limit_g: int) -> Iterator[Obstacle]:
    """Say why the limit of a season cannot become this.

    Once collection has begun the operator cannot lift its own limit (rule R05), nor can it begin
    anew by taking back what it wrote.
    """
    if limit_g <= 0:
        yield Obstacle("limit-not-positive", {"limit_g": limit_g}, at="limit_g")
    elif limit_g < quantity.drawn_g:
        facts = {"limit_g": limit_g, "drawn_g": quantity.drawn_g}
        yield Obstacle("limit-below-drawn", facts, at="limit_g")
    elif limit_g > quantity.limit_g and quantity.begun:
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
