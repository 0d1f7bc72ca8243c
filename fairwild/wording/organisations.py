"""The words of the room `organisations`; names of countries and currencies."""

from collections.abc import Iterable

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from fairwild.harvesters.rules import folded

OBSTACLES: dict[str, LazyString] = {
    "organisation-code-taken": _l("The code %(code)s already belongs to another organisation."),
    "organisation-name-taken": _l("%(name)s is already registered."),
    "not-a-body": _l("Only a certification body can be approved; this is: %(kind)s."),
    "country-in-and-out": _l("%(countries)s cannot be both within and without the approval."),
    "approval-cannot-become": _l("An approval that is %(before)s cannot become %(to)s."),
    "approval-needs-a-reason": _l("Say why the approval becomes %(to)s; the body reads it."),
    "not-a-body-to-register": _l(
        "Only a certification body is registered with an authority; this is: %(kind)s."
    ),
    "national-number-taken": _l("The number %(number)s of this authority is written down already."),
    "registration-over": _l("The registration %(number)s has ended already."),
    "role-not-of-kind": _l("There is no %(role)s in an organisation of the kind %(kind)s."),
    "administrator-may-not-judge": _l(
        "Who administers the system may neither score nor evaluate nor decide, so one person "
        "cannot be system administrator and auditor, evaluator or certifier."
    ),
    "administrator-runs-no-body": _l(
        "One person cannot be system administrator and of the office of a certification body: who "
        "plans audits and sets obstacles aside must not rule over accounts."
    ),
    "steward-may-not-judge": _l(
        "Who acts for the scheme owner approves bodies and classes risks, so one person cannot be "
        "scheme steward and auditor, evaluator or certifier."
    ),
    "last-of-role": _l(
        "This is the last %(role)s of the organisation. Invite another one first, or nobody "
        "could invite people any more."
    ),
}

EVENTS: dict[str, LazyString] = {
    "organisation-registered": _l("Organisation registered"),
    "organisation-edited": _l("Organisation changed"),
    "body-approved": _l("Certification body approved"),
    "approval-status-changed": _l("Approval of a certification body changed"),
    "nationally-registered": _l("Registered with an authority"),
    "national-registration-ended": _l("Registration with an authority ended"),
    "national-registration-paper-kept": _l("Paper of a registration kept"),
    "person-registered": _l("Account made"),
    "profile-changed": _l("Account changed"),
    "password-changed": _l("Password changed"),
    "role-granted": _l("Role granted"),
    "role-ended": _l("Role ended"),
}

WORDS: dict[str, LazyString] = {
    "Role:operator-manager": _l("manager"),
    "Role:buying-clerk": _l("buying clerk"),
    "Role:body-office": _l("office of the certification body"),
    "Role:auditor": _l("auditor"),
    "Role:evaluator": _l("evaluator"),
    "Role:certifier": _l("certifier"),
    "Role:company-member": _l("company member"),
    "Role:scheme-steward": _l("scheme steward"),
    "Role:system-administrator": _l("system administrator"),
    "OrganisationKind:scheme-owner": _l("scheme owner"),
    "OrganisationKind:certification-body": _l("certification body"),
    "OrganisationKind:operator": _l("operator"),
    "OrganisationKind:company": _l("company"),
    "ApprovalStatus:preliminary": _l("preliminary"),
    "ApprovalStatus:full": _l("full"),
    "ApprovalStatus:suspended": _l("suspended"),
    "ApprovalStatus:withdrawn": _l("withdrawn"),
}


def country_name(code: str) -> str:
    """Name a country in the reader's language; an unknown code stays a code."""
    return str(get_locale().territories.get(code, code))


def country_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Give these countries with their names, by name; accents do not count."""
    named = ((code, country_name(code)) for code in codes)
    return sorted(named, key=lambda one: folded(one[1]))


def currency_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Give these currencies with code and name, by code."""
    names = get_locale().currencies
    return [(code, f"{code} – {names.get(code, code)}") for code in sorted(codes)]
