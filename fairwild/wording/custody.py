"""The words of custody: why goods are certified, recipes, and what a product may claim."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "nothing-certified-in-it": _l("Nothing in this product is certified."),
    "threatened-ingredient-uncertified": _l(
        "%(species)s is threatened worldwide: in a labelled product it has to be certified."
    ),
    "no-claim-to-give-up": _l("Nothing is claimed about lot %(lot)s that could be given up."),
    "giving-up-without-reason": _l("Say why the claim is given up."),
    "recipe-without-product": _l("Name the product."),
    "recipe-without-plant": _l("A recipe needs at least one plant of your lots."),
    "recipe-line-twice": _l("%(name)s stands in the recipe twice: make one line of it."),
    "recipe-line-without-share": _l("Say which share %(name)s has: more than nothing."),
    "plant-left-out-of-weight": _l(
        "%(name)s is a plant: only water and the like may be left out of the weight."
    ),
    "counts-in-weight": _l(
        "%(name)s counts in the share: by the rules of today only %(kinds)s may be left out."
    ),
    "plant-as-other-ingredient": _l(
        "%(name)s names %(species)s, a registered plant: choose it as a plant, with its part."
    ),
    "certified-but-no-plant": _l("%(name)s is no plant of your lots, so it cannot be certified."),
    "recipe-exists": _l(
        "There is a recipe of %(product)s already, edition %(edition)s: state the next edition."
    ),
    "recipe-superseded": _l(
        "Edition %(edition)s of %(product)s was replaced on %(since)s: use the one in use."
    ),
    "recipe-of-another": _l("The recipe of %(product)s is not that of the holder of these lots."),
    "recipe-missing": _l("Choose the recipe of %(product)s: a product states its exact shares."),
    "product-not-blended-further": _l("Lot %(lot)s is a finished product: it goes into no blend."),
    "fresh-in-product": _l("Lot %(lot)s is fresh: shares are reckoned by dry weight."),
    "liquid-in-product": _l(
        "Lot %(lot)s is liquid: it has no dry weight, and shares are reckoned by dry weight."
    ),
    "by-product-in-product": _l(
        "Lot %(lot)s is a by-product: it is not the part of the plant that a recipe names."
    ),
    "lot-not-in-recipe": _l(
        "Lot %(lot)s fits no line of the recipe: plant, part and certified or not must be alike."
    ),
    "share-differs": _l(
        "The recipe asks for %(share)s of %(name)s, which is %(wanted_g)s of this blend, to a "
        "gram; %(given_g)s were given."
    ),
    "loss-without-reason": _l("Say why %(loss_g)s were lost."),
}

EVENTS: dict[str, LazyString] = {
    "recipe-stated": _l("Recipe stated"),
}

WORDS: dict[str, LazyString] = {
    "MovementKind:blend": _l("blended"),
    "Form:finished-product": _l("finished product"),
    "ClaimKind:certified-product": _l("certified FairWild product"),
    "ClaimKind:made-with": _l("product made with FairWild ingredients"),
    "ClaimKind:contains": _l("contains FairWild ingredients"),
    "LogoPlace:prominent": _l("mark in a prominent place"),
    "LogoPlace:subordinate": _l("mark in a subordinate place"),
    "LogoPlace:side-panel": _l("mark on a side panel only"),
    "LogoPlace:none": _l("no mark"),
    "ClaimWeight:weight": _l("by weight without water and salt"),
    "ClaimWeight:dry-weight": _l("by dry weight"),
    "Judgement:nothing-certified-in-it": _l("nothing in the product was certified"),
    "Judgement:threatened-ingredient-uncertified": _l(
        "a threatened plant in the product was not certified"
    ),
}
