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
    "possible-duplicate": _l("Number %(local_id)s has %(alike)s. Is it the same person?"),
    "column-not-written-so": _l("A column cannot be written so: “%(heading)s”."),
    "column-unknown": _l("There is no column “%(heading)s”; compare with the template."),
    "column-twice": _l("The column “%(heading)s” stands there twice."),
    "column-missing": _l("The column “%(heading)s” is missing."),
    "cell-empty": _l("This must be filled in."),
    "cell-too-long": _l("This is longer than %(longest)s letters."),
    "cell-not-one-line": _l("This must be one line of text."),
    "cell-not-a-sex": _l("Write female, male, other, or leave it empty."),
    "cell-not-a-year": _l("Write a year with four digits, like 1980."),
    "cell-not-a-phone": _l("Write digits, spaces and a + at most."),
    "cell-not-a-day": _l("Write a day, like 2026-03-01, 1 March 2026 or 31/03/2026."),
    "cell-not-other-ids": _l("Write who gave the number, a colon and the number."),
    "cell-areas-unknown": _l("You have no open area with the code %(codes)s."),
    "cell-species-unknown": _l("You do not collect a species with the code %(codes)s."),
    "number-twice": _l("Row %(other_row)s has the same number."),
    "person-twice": _l("Row %(other_row)s is the same person."),
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
    "Alike:name": _l("the same name, birth year and village"),
    "Alike:name-near-year": _l("the same name and village, born a year before or after"),
    "Alike:sound": _l("a name that sounds the same, the same birth year and village"),
    "Alike:sound-near-year": _l(
        "a name that sounds the same, the same village, born a year before or after"
    ),
    "Alike:part": _l("a name with a word more or less, the same birth year and village"),
    "Alike:part-near-year": _l(
        "a name with a word more or less, the same village, born a year before or after"
    ),
    "Alike:spelling": _l("a name spelt nearly the same, the same birth year and village"),
    "Alike:spelling-near-year": _l(
        "a name spelt nearly the same, the same village, born a year before or after"
    ),
    "Alike:phone": _l("the same telephone number"),
    "column:heading": _l("heading"),
    "column:local_id": _l("number"),
    "column:name": _l("name"),
    "column:sex": _l("sex"),
    "column:birth_year": _l("birth year"),
    "column:village": _l("village"),
    "column:phone": _l("phone"),
    "column:areas": _l("areas"),
    "column:species": _l("species"),
    "column:registered_from": _l("registered from"),
    "column:last_day": _l("last day"),
    "column:other_ids": _l("other numbers"),
}
