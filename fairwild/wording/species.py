"""The words of the room `species`, and of plant parts and forms."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "species-code-taken": _l("The code %(code)s already belongs to another species."),
    "species-name-taken": _l("%(name)s is already registered."),
    "risk-without-factors": _l(
        "Say which factors make this %(risk_class)s; only low risk may stand without one."
    ),
    "risk-already-classed-then": _l(
        "%(document)s held on days before %(today)s, from %(start)s on. What held in the past "
        "stays: let the new class begin today or later."
    ),
    "risk-class-over": _l("%(document)s no longer holds, so it cannot be ended."),
    "risk-document-kept": _l(
        "The document of %(document)s is kept already. For another one classify anew."
    ),
}

EVENTS: dict[str, LazyString] = {
    "species-registered": _l("Species registered"),
    "species-changed": _l("What is known of the species changed"),
    "risk-classified": _l("Risk class given"),
    "risk-superseded": _l("Risk class replaced by a newer one"),
    "risk-ended": _l("Risk class ended"),
    "risk-document-kept": _l("Document of the risk class kept"),
}

WORDS: dict[str, LazyString] = {
    "RiskClass:low": _l("low risk"),
    "RiskClass:medium": _l("medium risk"),
    "RiskClass:high": _l("high risk"),
    "RiskFactor:part-harvested": _l("part harvested"),
    "RiskFactor:growth": _l("growth form and speed"),
    "RiskFactor:range": _l("geographic range"),
    "RiskFactor:habitat": _l("bound to one habitat"),
    "RiskFactor:population": _l("size of the populations"),
    "RiskFactor:regeneration": _l("regeneration"),
    "RiskFactor:demand": _l("demand"),
    "RiskFactor:threat-listing": _l("on a list of threatened species"),
    "RiskStanding:in-force": _l("in force"),
    "RiskStanding:coming": _l("still to come"),
    "RiskStanding:over": _l("over"),
    "RiskStanding:superseded": _l("replaced"),
    "RiskStanding:ended": _l("ended"),
    "PlantPart:root": _l("root"),
    "PlantPart:rhizome": _l("rhizome"),
    "PlantPart:bark": _l("bark"),
    "PlantPart:leaf": _l("leaf"),
    "PlantPart:flower": _l("flower"),
    "PlantPart:fruit": _l("fruit"),
    "PlantPart:seed": _l("seed"),
    "PlantPart:herb": _l("herb"),
    "PlantPart:whole-plant": _l("whole plant"),
    "PlantPart:resin": _l("resin"),
    "Form:raw": _l("raw"),
    "Form:dried": _l("dried"),
    "Form:cut": _l("cut"),
    "Form:powder": _l("powder"),
    "Form:packed": _l("packed"),
    "Form:by-product": _l("by-product"),
    "State:fresh": _l("fresh"),
    "State:dry": _l("dry"),
}
