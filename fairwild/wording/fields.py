"""What can be wrong with one field of a form or a body."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "missing": _l("Please fill this in."),
    "taken": _l("This is already used; choose another."),
    "unknown": _l("There is no such thing to choose."),
    "not-a-weight": _l("Write kilograms as a number with at most three decimals, like 12.5."),
    "not-an-amount": _l("Write an amount of money as a number, like 0.90."),
    "not-a-code": _l("Use capital letters and digits only, two to twelve of them."),
    "not-a-country": _l("Choose a country."),
    "end-before-start": _l("The end must be after the start."),
    "too-much": _l("This is more than can be right."),
    "too-short": _l("This is too short."),
    "too-long": _l("This is too long."),
    "not-an-email": _l("Write an e-mail address, like name@example.org."),
    "not-a-website": _l("Write the address of a website with http:// or https:// before it."),
    "not-a-day": _l("Write a day as year-month-day, like 2026-09-30."),
    "in-the-past": _l("This must lie in the future."),
    "year-out-of-range": _l("Write a year of certification from 1 to 99."),
    "score-out-of-range": _l("Choose 0, 1, 2 or 3."),
    "file-not-allowed": _l("Attach a picture (JPEG, PNG, WebP) or a PDF; this is neither."),
    "file-too-large": _l("This file is too large."),
    "file-empty": _l("This file is empty."),
    "choose-harvester": _l("Choose the harvester: type a name or scan the card."),
    "several-harvesters": _l("More than one harvester fits: choose one of them."),
    "no-such-harvester": _l("No harvester has this name, number or card."),
    "every-line": _l("Answer every line of the consignment, with 0 for what did not come."),
    "not-a-count": _l("Write a whole number within the limits."),
    "not-a-moment": _l("Write day and time, like 2026-05-12T16:40."),
    "too-little": _l("This is too little."),
    "two-lots": _l("Choose at least two lots."),
}
