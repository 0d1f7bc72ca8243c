"""The words of the room `species`, and of plant parts and forms."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "species-code-taken": _l("The code %(code)s already belongs to another species."),
    "species-name-taken": _l("%(name)s is already registered."),
}

EVENTS: dict[str, LazyString] = {
    "species-registered": _l("Species registered"),
    "species-changed": _l("What is known of the species changed"),
}

WORDS: dict[str, LazyString] = {
    "RiskClass:low": _l("low risk"),
    "RiskClass:medium": _l("medium risk"),
    "RiskClass:high": _l("high risk"),
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
