"""The words of the room `harvesters`."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "birth-year-unlikely": _l("The birth year %(year)s cannot be right."),
    "harvester-too-young": _l(
        "A person of about %(age)s years may not be registered; the limit is %(limit)s years."
    ),
    "registration-ends-before-start": _l(
        "The last day must not lie before the first day, %(first_day)s."
    ),
    "registration-has-an-end": _l("The registration already ends on %(last_day)s."),
    "local-id-taken": _l("The number %(local_id)s already belongs to another harvester."),
    "area-not-of-operator": _l("One of the areas is not an open area of yours."),
    "species-not-targeted": _l("One of the species is not among what you collect."),
    "possible-duplicate": _l(
        "Number %(local_id)s has the same name, birth year and village. Is it the same person?"
    ),
}

EVENTS: dict[str, LazyString] = {
    "harvester-registered": _l("Harvester registered"),
    "harvester-changed": _l("Entry changed"),
    "registration-ended": _l("Registration ended"),
    "harvesters-imported": _l("Harvesters imported from a file"),
}

WORDS: dict[str, LazyString] = {
    "Sex:female": _l("female"),
    "Sex:male": _l("male"),
    "Sex:other": _l("other"),
    "Sex:not-stated": _l("not stated"),
}
