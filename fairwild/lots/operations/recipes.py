"""Stating recipes: once written they stay, and another edition takes their place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.parameters import exact
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.lots.custody import rules
from fairwild.lots.custody.catalogue import rules_on
from fairwild.lots.custody.facts import RecipeFacts, RecipeLine
from fairwild.lots.events import RecipeStated
from fairwild.lots.queries.recipes import get_recipe, latest_edition
from fairwild.lots.records import Recipe, RecipeLineRow
from fairwild.species.queries import plants_named, species_by_id
from fairwild.species.rules import plant_named_in
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Ingredient:
    """One line as it is asked for: a plant with its part or something else, with exact parts."""

    parts: str
    species_id: UUID | None = None
    part: PlantPart | None = None
    ingredient: str = ""
    certified: bool = False
    excluded: bool = False


def state_recipe(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    product: str,
    lines: Sequence[Ingredient],
    supersedes_id: UUID | None = None,
    note: str = "",
) -> RecipeFacts:
    """State what a product is made of, with exact shares; an edition is never edited.

    Shares are parts of the whole: whole numbers or fractions, as `25` and `75` or `1/4` and
    `3/4`. Raises Invalid where a line cannot be read.
    """
    work.may(Action.BLEND_LOTS, on=Of(Party.HOLDER, organisation_id))
    product = " ".join(product.split())
    stated = _lines(work, lines)
    latest = latest_edition(work, organisation_id, product)
    found = [*rules.obstacles_to_stating(product, stated, rules_on(work.now.date()))]
    if supersedes_id is not None:
        found += _obstacles_to_following(get_recipe(work, supersedes_id), organisation_id, product)
    elif latest:
        found.append(Obstacle("recipe-exists", {"product": product, "edition": latest}))
    work.refuse_if(found)
    recipe = Recipe(
        organisation_id=organisation_id,
        product=product,
        edition=latest + 1,
        stated_at=work.now,
        stated_by=work.actor.person_id,
        supersedes_id=supersedes_id,
        note=note,
    )
    work.add(recipe)
    work.add(*(_row(recipe, place, one) for place, one in enumerate(lines, start=1)))
    work.record(_stated(recipe, stated))
    return get_recipe(work, recipe.id)


def _obstacles_to_following(
    earlier: RecipeFacts, organisation_id: UUID, product: str
) -> list[Obstacle]:
    """Say why this edition cannot take the place of that one."""
    if earlier.organisation_id != organisation_id or earlier.product != product:
        raise Invalid({"supersedes_id": "unknown"})
    if earlier.superseded_at is None:
        return []
    facts = {"product": product, "edition": earlier.edition, "since": earlier.superseded_at}
    return [Obstacle("recipe-superseded", facts)]


def _lines(work: UnitOfWork, lines: Sequence[Ingredient]) -> tuple[RecipeLine, ...]:
    """Read the lines; raises Invalid for a number, a plant or a name that cannot be."""
    if not 1 <= len(lines) <= rules.MOST_LINES:
        raise Invalid({"lines": "missing" if not lines else "too-many"})
    species = species_by_id(work, {one.species_id for one in lines if one.species_id})
    registered = plants_named(work)
    read = []
    for place, one in enumerate(lines, start=1):
        plant = species.get(one.species_id) if one.species_id else None
        named = plant is not None and one.part is not None and not one.ingredient
        if not named and (one.species_id or one.part or not one.ingredient.strip()):
            raise Invalid({"lines": "plant-with-part-or-name"})
        read.append(
            RecipeLine(
                position=place,
                share=_exactly(one.parts),
                species_id=plant.id if plant else None,
                species=plant.scientific_name if plant else "",
                part=one.part,
                ingredient=one.ingredient.strip(),
                certified=one.certified,
                excluded=one.excluded,
                threatened=bool(plant and plant.threatened),
                registered=plant_named_in(one.ingredient, registered),
            )
        )
    shares = rules.shares_of([line.share for line in read])
    return tuple(replace(line, share=share) for line, share in zip(read, shares, strict=True))


def _exactly(parts: str) -> Fraction:
    try:
        return exact(parts.strip())
    except ValueError as error:
        raise Invalid({"lines": "not-a-share"}) from error


def _row(recipe: Recipe, place: int, one: Ingredient) -> RecipeLineRow:
    return RecipeLineRow(
        recipe_id=recipe.id,
        position=place,
        species_id=one.species_id,
        part=one.part,
        ingredient=one.ingredient.strip(),
        certified=one.certified,
        excluded=one.excluded,
        parts=one.parts.strip(),
    )


def _stated(recipe: Recipe, lines: Sequence[RecipeLine]) -> RecipeStated:
    return RecipeStated(
        subject=recipe.id,
        organisation=recipe.organisation_id,
        product=recipe.product,
        edition=recipe.edition,
        supersedes=recipe.supersedes_id,
        lines=tuple(
            {
                "name": line.name,
                "part": line.part,
                "share": f"{line.share.numerator}/{line.share.denominator}",
                "certified": line.certified,
                "excluded": line.excluded,
            }
            for line in lines
        ),
    )
