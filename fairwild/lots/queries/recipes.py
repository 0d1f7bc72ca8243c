"""Questions about recipes, and about what a product was made of."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from fairwild.kernel.parameters import Evidence
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import NotFound
from fairwild.lots.custody.catalogue import rules_on
from fairwild.lots.custody.facts import Claim, ComposedLine, Composition, RecipeFacts, RecipeLine
from fairwild.lots.custody.rules import claim_of, shares_of
from fairwild.lots.custody.states import ClaimKind, ClaimWeight, LogoPlace
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.walking import read_movements, upstream, walked
from fairwild.lots.records import Movement, Recipe, RecipeLineRow
from fairwild.lots.states import MovementKind
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

ORDER: list[InstrumentedAttribute[Any]] = [Recipe.stated_at, Recipe.id]

_WHOLE = selectinload(Recipe.lines).joinedload(RecipeLineRow.species)


def get_recipe(reading: Reading, recipe_id: UUID) -> RecipeFacts:
    """Give a recipe the actor may see, with what took its place; raises NotFound."""
    query = reading.visible(Recipe).where(Recipe.id == recipe_id).options(_WHOLE)
    row = reading.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("recipe")
    return _recipe_facts(row, _followers(reading, [row.id]))


def page_of_recipes(reading: Reading, cursor: Cursor) -> Page[RecipeFacts]:
    """Give one page of the recipes the actor may see, the latest first."""
    page = page_of(reading.session, reading.visible(Recipe).options(_WHOLE), ORDER, cursor)
    followers = _followers(reading, [row.id for row in page.rows])
    return Page([_recipe_facts(row, followers) for row in page.rows], page.following)


def recipes_in_use(reading: Reading, organisation_id: UUID) -> list[RecipeFacts]:
    """List the recipes of an organisation that nothing has taken the place of, by product."""
    query = (
        reading.visible(Recipe)
        .where(Recipe.organisation_id == organisation_id)
        .order_by(Recipe.product, Recipe.edition)
        .options(_WHOLE)
    )
    rows = list(reading.session.scalars(query))
    followers = _followers(reading, [row.id for row in rows])
    return [_recipe_facts(row, followers) for row in rows if row.id not in followers]


def latest_edition(reading: Reading, organisation_id: UUID, product: str) -> int:
    """Give the number of the latest edition of a product's recipe; 0 where there is none."""
    query = select(Recipe.edition).where(
        Recipe.organisation_id == organisation_id, Recipe.product == product
    )
    return max(reading.session.scalars(query), default=0)


def claim_of_recipe(reading: Reading, recipe: RecipeFacts) -> Claim:
    """Say what a product of this recipe may claim if it is blended today."""
    return claim_of(recipe.lines, rules_on(reading.today), on=reading.today)


def _followers(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, datetime]]:
    """Give by recipe which one took its place, and when."""
    columns = (Recipe.supersedes_id, Recipe.id, Recipe.stated_at)
    query = select(*columns).where(Recipe.supersedes_id.in_(list(ids)))
    return {old: (new, at) for old, new, at in reading.session.execute(query) if old is not None}


def _recipe_facts(row: Recipe, followers: Mapping[UUID, tuple[UUID, datetime]]) -> RecipeFacts:
    shares = shares_of([Fraction(line.parts) for line in row.lines])
    lines = (
        replace(_line(line), share=share) for line, share in zip(row.lines, shares, strict=True)
    )
    superseded_by, superseded_at = followers.get(row.id, (None, None))
    return RecipeFacts(
        id=row.id,
        organisation_id=row.organisation_id,
        product=row.product,
        edition=row.edition,
        stated_at=row.stated_at,
        lines=tuple(lines),
        note=row.note,
        supersedes_id=row.supersedes_id,
        superseded_at=superseded_at,
        superseded_by=superseded_by,
    )


def _line(row: RecipeLineRow) -> RecipeLine:
    return RecipeLine(
        position=row.position,
        share=Fraction(row.parts),
        species_id=row.species_id,
        species=row.species.scientific_name if row.species else "",
        part=row.part,
        ingredient=row.ingredient,
        certified=row.certified,
        excluded=row.excluded,
        threatened=bool(row.species and row.species.threatened),
    )


def composition_of(reading: Reading, lot: LotFacts) -> Composition | None:
    """Give what a finished product is made of, as it was recorded; None for any other lot."""
    if not lot.is_product:
        return None
    found = [
        one
        for one in read_movements(reading, walked(reading, upstream([lot.id])))
        if one.kind is MovementKind.BLEND and "claim" in one.facts
    ]
    return _composition(found[-1]) if found else None


def _composition(movement: Movement) -> Composition:
    kept, claim = movement.facts, movement.facts["claim"]
    return Composition(
        product=kept["product"],
        recipe_id=UUID(kept["recipe"]),
        edition=kept["edition"],
        made_on=movement.at.date(),
        lines=tuple(_composed(line) for line in kept["lines"]),
        share=Fraction(claim["share"]),
        rank=claim["tier"],
        claim=ClaimKind(claim["says"]) if claim["says"] else None,
        logo=LogoPlace(claim["logo"]),
        basis=ClaimWeight(claim["basis"]),
        rules=claim["rules"],
        evidence=Evidence(claim["evidence"]),
        source=claim["source"],
        refused=tuple(claim["refused"]),
    )


def _composed(line: Mapping[str, Any]) -> ComposedLine:
    return ComposedLine(
        name=line["name"],
        part=PlantPart(line["part"]) if line["part"] else None,
        share=Fraction(line["share"]),
        certified=line["certified"],
        excluded=line["excluded"],
        mass_g=line["mass_g"],
    )
