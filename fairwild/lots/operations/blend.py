"""Blending: one lot of several of a kind, whoever collected them, or a product by its recipe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.certificates.queries import Judgement
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.lots import rules
from fairwild.lots.custody import rules as custody
from fairwild.lots.custody.catalogue import rules_on
from fairwild.lots.custody.facts import Claim, ClaimRules, RecipeFacts, RecipeLine
from fairwild.lots.custody.states import LogoPlace
from fairwild.lots.facts import Draw, LotFacts, NewLot
from fairwild.lots.operations.judging import UNCERTIFIED_INPUT, judge_certified, judge_handling
from fairwild.lots.operations.movements import derived, record_movement, take_draws
from fairwild.lots.operations.numbering import blend_number, product_number
from fairwild.lots.processing.rules import obstacles_to_loss
from fairwild.lots.queries.recipes import get_recipe
from fairwild.lots.records import Lot
from fairwild.lots.rules import in_common
from fairwild.lots.states import MovementKind
from fairwild.organisations.queries import get_organisation
from fairwild.species.queries import get_species
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Circumstances:
    """Where, when and with what loss something was blended."""

    at: datetime
    loss_g: int = 0
    loss_reason: str = ""
    site: str = ""
    note: str = ""


def blend_lots(
    work: UnitOfWork,
    *,
    inputs: Sequence[tuple[UUID, int]],
    product: str = "",
    recipe: UUID | None = None,
    added: Mapping[int, int] | None = None,
    loss_g: int = 0,
    loss_reason: str = "",
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Lot:
    """Make one lot of so many grams of several.

    Without a recipe they are of one species, part, form and state, all certified or all not,
    and whoever holds them may have them of several operators, areas, seasons and certificates.
    With a recipe they become its finished product: what goes in has the recipe's exact shares to
    a gram and a thousandth a line, `added` gives the grams of its lines that are no lots by their
    position, and what may be claimed of recipe and grams under the rule set of that day is kept
    with the movement.
    """
    draws = take_draws(work, inputs, to=Action.BLEND_LOTS)
    told = Circumstances(at or work.now, loss_g, loss_reason, site, note)
    if recipe is not None:
        stated = get_recipe(work, recipe)
        if product and product != stated.product:
            raise Invalid({"product": "unknown"})
        return _make_product(work, draws, stated, added or {}, told)
    return _make_blend(work, draws, product, told)


def _make_blend(work: UnitOfWork, draws: Sequence[Draw], product: str, told: Circumstances) -> Lot:
    """Make one lot of lots of one kind."""
    work.refuse_if(obstacles_to_blend(draws, product, told, now=work.now))
    lots = [draw.lot for draw in draws]
    first = lots[0]
    blend = derived(
        first,
        number=_blend_number(work, first, told.at),
        made_g=sum(draw.wanted_g for draw in draws) - told.loss_g,
        operator_id=first.holder_id,
        area_id=None,
        season=None,
        unit_g=None,
        grade=in_common(lots, lambda lot: lot.grade) or "",
    )
    judgement = judge_handling(work, lots, at=told.at)
    return _record(work, draws, blend, judgement, told, facts={}, added_g=0, added_what="")


def obstacles_to_blend(
    draws: Sequence[Draw], product: str, told: Circumstances, *, now: datetime
) -> Iterator[Obstacle]:
    """Say everything that stands against blending these without a recipe (rules R07, R08)."""
    lots = [draw.lot for draw in draws]
    yield from rules.obstacles_to_drawing(draws, at=told.at, now=now)
    yield from custody.obstacles_to_blending(lots)
    if product:
        yield Obstacle("recipe-missing", {"product": product}, at="recipe")
    yield from rules.obstacles_to_joining(lots, same=rules.SAME_FOR_BLENDING, at_least=2)
    yield from _obstacles_of_mass(sum(draw.wanted_g for draw in draws), told)


def _obstacles_of_mass(in_g: int, told: Circumstances) -> Iterator[Obstacle]:
    if in_g <= told.loss_g:
        yield Obstacle("nothing-made", {}, at="inputs")
    yield from obstacles_to_loss(told.loss_g, told.loss_reason)


def _make_product(
    work: UnitOfWork,
    draws: Sequence[Draw],
    recipe: RecipeFacts,
    added: Mapping[int, int],
    told: Circumstances,
) -> Lot:
    """Make the finished product of a recipe, and keep what may be claimed about it."""
    work.refuse_if(obstacles_to_making(recipe, draws, added, told, now=work.now))
    on = told.at.date()
    masses_g = custody.masses_of(recipe, draws, added)
    claim = custody.claim_of(recipe.lines, rules_on(on), on=on, masses_g=masses_g)
    lots = [draw.lot for draw in draws]
    others = [line for line in recipe.lines if not line.is_plant]
    made = NewLot(
        number=_product_number(work, lots[0], told.at),
        made_g=sum(masses_g.values()) - told.loss_g,
        operator_id=lots[0].holder_id,
        holder_id=lots[0].holder_id,
        species_id=None,
        part=None,
        form=Form.FINISHED_PRODUCT,
        state=in_common(lots, lambda lot: lot.state) or State.DRY,
        product=recipe.product,
        site=told.site,
    )
    return _record(
        work,
        draws,
        made,
        _judged_product(work, lots, claim, told.at),
        told,
        facts=_kept(recipe, masses_g, claim),
        added_g=sum(masses_g[line.position] for line in others),
        added_what=", ".join(line.name for line in others)[:200],
    )


def obstacles_to_making(
    recipe: RecipeFacts,
    draws: Sequence[Draw],
    added: Mapping[int, int],
    told: Circumstances,
    *,
    now: datetime,
) -> Iterator[Obstacle]:
    """Say everything that stands against making this product of these (rules R07, R08, R11)."""
    lots = [draw.lot for draw in draws]
    yield from rules.obstacles_to_drawing(draws, at=told.at, now=now)
    yield from custody.obstacles_to_blending(lots)
    basis = rules_on(told.at.date()).basis
    yield from custody.obstacles_to_product(recipe, draws, added, basis=basis, at=told.at)
    yield from _obstacles_of_mass(sum(custody.masses_of(recipe, draws, added).values()), told)


def _judged_product(
    work: UnitOfWork, lots: Sequence[LotFacts], claim: Claim, at: datetime
) -> Judgement:
    """Judge a product: certified material has to be in force; without a tier there is no claim."""
    certified = [lot for lot in lots if lot.certified]
    judged = judge_certified(work, certified, at=at) if certified else None
    if judged is not None and claim.tier is not None:
        return replace(judged, forms=None)
    code = claim.obstacles[0].code if claim.obstacles else UNCERTIFIED_INPUT
    return Judgement(certified=False, code=code, body_id=judged.body_id if judged else None)


def _kept(recipe: RecipeFacts, masses_g: Mapping[int, int], claim: Claim) -> dict[str, Any]:
    """Give what the movement keeps: shares, tier and rule set, each as an exact fraction."""
    tier = claim.tier
    return {
        "product": recipe.product,
        "recipe": str(recipe.id),
        "edition": recipe.edition,
        "lines": [_kept_line(line, masses_g[line.position], claim.rules) for line in recipe.lines],
        "claim": {
            "share": f"{claim.share.numerator}/{claim.share.denominator}",
            "tier": tier.rank if tier else None,
            "says": tier.claim.value if tier else None,
            "logo": (tier.logo if tier else LogoPlace.NONE).value,
            "basis": claim.rules.basis.value,
            "rules": claim.rules.key,
            "evidence": (tier.evidence if tier else claim.rules.evidence).value,
            "source": tier.source if tier else claim.rules.source,
            "refused": [one.code for one in claim.obstacles],
        },
    }


def _kept_line(line: RecipeLine, mass_g: int, claims: ClaimRules) -> dict[str, Any]:
    return {
        "name": line.name,
        "part": line.part.value if line.part else None,
        "share": f"{line.share.numerator}/{line.share.denominator}",
        "certified": line.certified,
        "excluded": custody.is_left_out(line, claims),
        "mass_g": mass_g,
    }


def _record(
    work: UnitOfWork,
    draws: Sequence[Draw],
    made: NewLot,
    judgement: Judgement,
    told: Circumstances,
    *,
    facts: Mapping[str, Any],
    added_g: int,
    added_what: str,
) -> Lot:
    moved = record_movement(
        work,
        kind=MovementKind.BLEND,
        organisation_id=made.holder_id,
        inputs=draws,
        outputs=[made],
        judgement=judgement,
        loss_g=told.loss_g,
        loss_reason=told.loss_reason,
        added_g=added_g,
        added_what=added_what,
        site=told.site,
        note=told.note,
        at=told.at,
        facts=facts,
    )
    return moved.lots[0]


def _blend_number(work: UnitOfWork, lot: LotFacts, at: datetime) -> str:
    code = get_organisation(work, lot.holder_id).code
    species = get_species(work, lot.plant[0]).code
    return blend_number(work, holder=code, species=species, year=at.year)


def _product_number(work: UnitOfWork, lot: LotFacts, at: datetime) -> str:
    code = get_organisation(work, lot.holder_id).code
    return product_number(work, holder=code, year=at.year)
