"""Shares, tiers and recipes. Pure: facts in, obstacles and exact fractions out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Obstacle
from fairwild.kernel.spelling import spelt
from fairwild.lots.custody.facts import Claim, ClaimRules, RecipeFacts, RecipeLine, Tier
from fairwild.lots.custody.states import ClaimWeight
from fairwild.lots.facts import Draw, LotFacts

TOLERANCE_G = 1
TOLERANCE = Fraction(1, 1000)
"""By how much a line may differ from its share at most: a gram, and a thousandth of the line.

A scale shows whole grams: a share that is none may be rounded to the gram below or above it.
"""

MOST_LINES = 40
BLENDABLE = frozenset(Form) - {Form.PACKED, Form.SAMPLE, Form.FINISHED_PRODUCT}
"""What is packed is unpacked first; a sample and a product go into nothing."""
IN_PRODUCTS = BLENDABLE - {Form.BY_PRODUCT}
"""A by-product is not the part of the plant that a recipe names."""

Goods = tuple[UUID | None, PlantPart | None, bool]


def shares_of(parts: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Give each part as an exact share of the whole; percentages and parts alike."""
    total = sum(parts, Fraction())
    return tuple(part / total for part in parts) if total > 0 else tuple(parts)


def is_left_out(line: RecipeLine, rules: ClaimRules) -> bool:
    """Tell whether a line that asks for it is left out of the weight by this rule set."""
    if line.is_plant or not line.excluded:
        return False
    called = {spelt(name) for one in rules.left_out for name in (one.kind, *one.also_called)}
    return spelt(line.ingredient) in called


def certified_share(lines: Iterable[RecipeLine], rules: ClaimRules) -> Fraction:
    """Give the certified share of everything that counts; nothing counts in a product of water."""
    counted = [line for line in lines if not is_left_out(line, rules)]
    total = sum((line.share for line in counted), Fraction())
    certified = sum((line.share for line in counted if line.certified), Fraction())
    return certified / total if total else Fraction()


def certified_share_of(
    lines: Iterable[RecipeLine], rules: ClaimRules, masses_g: Mapping[int, int]
) -> Fraction:
    """Give the certified share of the grams that went in by each line; only dry goods do."""
    weighed = (replace(line, share=Fraction(masses_g.get(line.position, 0))) for line in lines)
    return certified_share(weighed, rules)


def claim_of(
    lines: Sequence[RecipeLine],
    rules: ClaimRules,
    *,
    on: date,
    masses_g: Mapping[int, int] | None = None,
) -> Claim:
    """Say what may be claimed about this recipe on that day, and why where nothing may.

    Of a batch with these grams by line no more is claimed than its recipe and its grams allow.
    """
    share = certified_share(lines, rules)
    if masses_g is not None:
        share = min(share, certified_share_of(lines, rules, masses_g))
    obstacles = tuple(_obstacles_to_claiming(lines, share, rules, on=on))
    return Claim(share, None if obstacles else tier_of(share, rules), rules, obstacles)


def tier_of(share: Fraction, rules: ClaimRules) -> Tier | None:
    """Give the highest tier a share reaches; none for a share of nothing."""
    if share <= 0:
        return None
    return next((tier for tier in rules.tiers if share >= tier.at_least), None)


def _obstacles_to_claiming(
    lines: Sequence[RecipeLine], share: Fraction, rules: ClaimRules, *, on: date
) -> Iterator[Obstacle]:
    if share <= 0:
        yield Obstacle("nothing-certified-in-it")
    threatened = rules.threatened
    if threatened is None or on < threatened.valid_from:
        return
    for line in lines:
        if line.threatened and not line.certified:
            yield Obstacle("threatened-ingredient-uncertified", {"species": line.species})


def obstacles_to_stating(
    product: str, lines: Sequence[RecipeLine], claims: ClaimRules
) -> Iterator[Obstacle]:
    """Say what is wrong with a recipe before it is stated."""
    if not product.strip():
        yield Obstacle("recipe-without-product", at="product")
    if not any(line.is_plant for line in lines):
        yield Obstacle("recipe-without-plant", at="lines")
    seen: set[object] = set()
    for line in lines:
        kind = _kind_of(line) if line.is_plant else line.ingredient.casefold()
        if kind in seen:
            yield Obstacle("recipe-line-twice", {"name": line.name}, at="lines")
        seen.add(kind)
        yield from _obstacles_of_line(line)
        yield from _obstacles_to_leaving_out(line, claims)


def _obstacles_of_line(line: RecipeLine) -> Iterator[Obstacle]:
    if line.share <= 0:
        yield Obstacle("recipe-line-without-share", {"name": line.name}, at="lines")
    if line.registered and not line.is_plant:
        facts = {"name": line.name, "species": line.registered}
        yield Obstacle("plant-as-other-ingredient", facts, at="lines")
    if line.certified and not line.is_plant:
        yield Obstacle("certified-but-no-plant", {"name": line.name}, at="lines")


def _obstacles_to_leaving_out(line: RecipeLine, claims: ClaimRules) -> Iterator[Obstacle]:
    if not line.excluded or is_left_out(line, claims):
        return
    if line.is_plant:
        yield Obstacle("plant-left-out-of-weight", {"name": line.name}, at="lines")
    else:
        kinds = ", ".join(one.kind for one in claims.left_out)
        yield Obstacle("counts-in-weight", {"name": line.name, "kinds": kinds}, at="lines")


def _kind_of(line: RecipeLine) -> Goods:
    return line.species_id, line.part, line.certified


def obstacles_to_blending(lots: Sequence[LotFacts]) -> Iterator[Obstacle]:
    """Say which lots cannot be blended at all: packs, samples and products already made."""
    for lot in lots:
        if lot.is_product:
            yield Obstacle("product-not-blended-further", {"lot": lot.number}, at="inputs")
        elif lot.form not in BLENDABLE:
            facts = {"lot": lot.number, "form": lot.form}
            yield Obstacle("form-not-for-this", facts, at="inputs")


def obstacles_to_mixing_products(lots: Sequence[LotFacts]) -> Iterator[Obstacle]:
    """Say which lots are products: each keeps its recipe and its claim to itself."""
    for lot in lots:
        if lot.is_product:
            yield Obstacle("product-not-blended-further", {"lot": lot.number}, at="inputs")


def states_in_product(basis: ClaimWeight) -> frozenset[State]:
    """Give the states whose grams count by this weight: nothing liquid has a dry weight."""
    return frozenset({State.DRY} if basis is ClaimWeight.DRY_WEIGHT else {State.DRY, State.LIQUID})


def obstacles_to_product(
    recipe: RecipeFacts,
    draws: Sequence[Draw],
    added: Mapping[int, int],
    *,
    basis: ClaimWeight,
    at: datetime,
) -> Iterator[Obstacle]:
    """Say where what goes in is not what the recipe states, line by line."""
    facts = {"product": recipe.product, "edition": recipe.edition}
    if recipe.superseded_at is not None and recipe.superseded_at <= at:
        yield Obstacle("recipe-superseded", {**facts, "since": recipe.superseded_at}, at="recipe")
    holders = {draw.lot.holder_id for draw in draws}
    if holders - {recipe.organisation_id}:
        yield Obstacle("recipe-of-another", facts, at="recipe")
    for draw in draws:
        yield from _obstacles_to_weighing(draw.lot, basis)
    yield from _obstacles_of_shares(recipe, draws, added)


def _obstacles_to_weighing(lot: LotFacts, basis: ClaimWeight) -> Iterator[Obstacle]:
    """Say why the grams of a lot are not those of the plant part a recipe names."""
    facts = {"lot": lot.number, "state": lot.state}
    if lot.state not in states_in_product(basis):
        code = "fresh-in-product" if lot.state is State.FRESH else "liquid-in-product"
        yield Obstacle(code, facts, at="inputs")
    if lot.form is Form.BY_PRODUCT:
        yield Obstacle("by-product-in-product", facts, at="inputs")


def masses_of(
    recipe: RecipeFacts, draws: Sequence[Draw], added: Mapping[int, int]
) -> dict[int, int]:
    """Give the grams that go in by each line, by its position."""
    by_kind: dict[Goods, int] = defaultdict(int)
    for draw in draws:
        lot = draw.lot
        by_kind[lot.species_id, lot.part, lot.certified] += draw.wanted_g
    return {
        line.position: by_kind[_kind_of(line)] if line.is_plant else added.get(line.position, 0)
        for line in recipe.lines
    }


def _obstacles_of_shares(
    recipe: RecipeFacts, draws: Sequence[Draw], added: Mapping[int, int]
) -> Iterator[Obstacle]:
    kinds = {_kind_of(line) for line in recipe.lines if line.is_plant}
    for draw in draws:
        lot = draw.lot
        if (lot.species_id, lot.part, lot.certified) not in kinds:
            yield Obstacle("lot-not-in-recipe", {"lot": lot.number}, at="inputs")
    masses = masses_of(recipe, draws, added)
    total_g = sum(masses.values())
    for line in recipe.lines:
        wanted = line.share * total_g
        if not _matches(masses[line.position], wanted):
            yield Obstacle(
                "share-differs",
                {
                    "name": line.name,
                    "share": line.share,
                    "wanted_g": round(wanted),
                    "given_g": masses[line.position],
                },
                at="inputs",
            )


def _matches(given_g: int, wanted_g: Fraction) -> bool:
    """Tell whether a weight is the wanted one, as near as whole grams and the tolerance go."""
    differs_g = abs(given_g - wanted_g)
    rounded = differs_g < 1 and wanted_g.denominator != 1
    return rounded or differs_g <= min(Fraction(TOLERANCE_G), wanted_g * TOLERANCE)
