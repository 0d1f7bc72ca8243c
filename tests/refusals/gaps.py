"""Which refusal of certification no door can reach, and why; a house test holds them to it."""

JUDGES_GOODS = "says what goods are, at the doors of lots and trade; it refuses no deed of its own"

UNREACHED: dict[str, str] = {
    "area-not-in-scope": JUDGES_GOODS,
    "certificate-maximum-exceeded": JUDGES_GOODS,
    "certificate-not-in-force": JUDGES_GOODS,
    "form-not-in-scope": JUDGES_GOODS,
    "no-certificate": JUDGES_GOODS,
    "part-not-in-scope": JUDGES_GOODS,
    "species-not-in-scope": JUDGES_GOODS,
    "state-not-in-scope": JUDGES_GOODS,
    "area-closed": "a word about a change the desk lists, not a refusal of the desk",
    "permit-ended": "a word about a change the desk lists, not a refusal of the desk",
    "certificate-scope-empty": "a plan without a scope is refused, and a scope is never emptied",
    "scope-line-without-area": "a plan names an area in every line, or is refused",
    "scope-line-without-maximum": "a plan names a maximum in every line, and the database keeps it",
    "witness-overdue": "a warning: it stands beside a plan and bars nothing",
    "cell-empty": "a fault of a table, which is told by the preview of an import with its row",
    "column-missing": "a fault of a table, which is told by the preview of an import",
    "column-twice": "a fault of a table, which is told by the preview of an import",
    "column-unknown": "a fault of a table, which is told by the preview of an import",
}
"""Codes that neither a page nor the API refuses a deed of certification with."""

NOT_ON_A_PAGE: dict[str, str] = {
    "agreement-without-days": "the form asks for a last day after the first (422)",
    "auditee-not-an-operator": "the page is about an operator chosen before; another is not found",
    "checked-not-a-company": "the page offers only companies; another is not found",
    "nothing-certified-bought": "the page offers only who bought; another is not found",
    "pin-number-of-several": "the page lists them and lets one be chosen",
    "score-contradicts-itself": "the form has one choice: points, or that it does not apply",
    "standard-counts-differ": "the page shows both counts and asks for a tick before it goes on",
}
"""Codes that only the API can be brought to refuse with."""
