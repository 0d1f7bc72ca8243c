"""The words of competence and impartiality."""

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from fairwild.harvesters.rules import folded

OBSTACLES: dict[str, LazyString] = {
    "competence-missing": _l(
        "%(person)s has no competence as %(role)s for %(standard)s %(version)s on %(on)s."
    ),
    "competence-expired": _l(
        "The competence of %(person)s as %(role)s for %(standard)s %(version)s ended on "
        "%(last_day)s."
    ),
    "competence-not-for-country": _l(
        "The competence of %(person)s as %(role)s does not reach to %(country)s."
    ),
    "competence-not-for-risk": _l(
        "The competence of %(person)s as %(role)s does not cover the risk class %(risk_class)s."
    ),
    "competence-not-for-language": _l(
        "%(person)s speaks none of the languages of the country (%(languages)s)."
    ),
    "interest-in-client": _l(
        "%(person)s has an interest in %(client)s: %(kind)s. Free of it from: %(free_on)s."
    ),
    "user-of-client": _l(
        "%(person)s acts for %(client)s in this house, and cannot judge it; nobody can override "
        "that."
    ),
    "witness-unsatisfactory": _l(
        "Whoever went along with %(person)s on %(witnessed_on)s found the work not satisfactory, "
        "and nobody has found it satisfactory since."
    ),
    "witness-overdue": _l(
        "Somebody had to go along with %(person)s by %(due_on)s, and nobody has."
    ),
    "declaration-missing": _l(
        "%(person)s has not declared yet, for this audit, whether anything ties them to the client."
    ),
    "competence-of-oneself": _l("Somebody else of the office has to write this about you."),
    "competence-proved": _l("%(file)s is kept already; it stays as it is."),
    "competence-over": _l("This competence is over already."),
    "interest-of-oneself": _l(
        "You cannot end an interest of your own: somebody else of the office has to do it."
    ),
    "interest-over": _l("This interest is known to have ended on %(last_day)s."),
    "day-not-come-yet": _l("%(day)s has not come yet."),
    "witness-of-oneself": _l("Nobody goes along with themselves: name another person."),
    "override-by-person-concerned": _l(
        "This stands against you: somebody else of the office has to override it."
    ),
    "office-tied-to-client": _l(
        "You are tied to %(client)s (%(kind)s; free of it from: %(free_on)s): somebody else of the "
        "office has to do this."
    ),
    "certifier-tied-to-client": _l(
        "You are tied to %(client)s (%(kind)s; free of it from: %(free_on)s): another certifier "
        "has to decide this, and nobody can override that."
    ),
    "nothing-to-override": _l("Nothing stands against this person that could be overridden."),
    "no-part-in-audit": _l("This person has no part in the audit."),
    "audit-over": _l("The audit is over: nobody is assigned to it any more."),
}

EVENTS: dict[str, LazyString] = {
    "competence-recorded": _l("Competence recorded"),
    "competence-ended": _l("Competence ended"),
    "competence-proved": _l("Certificate of a competence kept"),
    "interest-recorded": _l("Interest in a client recorded"),
    "interest-ended": _l("Interest in a client ended"),
    "impartiality-declared": _l("Impartiality declared"),
    "witness-audit-recorded": _l("Witnessed audit recorded"),
    "obstacles-overridden": _l("Obstacles to an assignment overridden"),
}

WORDS: dict[str, LazyString] = {
    "CompetenceStanding:coming": _l("not yet"),
    "CompetenceStanding:in-force": _l("in force"),
    "CompetenceStanding:expiring": _l("ends soon"),
    "CompetenceStanding:expired": _l("expired"),
    "CompetenceStanding:ended": _l("ended by the body"),
    "InterestKind:employment": _l("employment"),
    "InterestKind:consultancy": _l("consultancy"),
    "InterestKind:family": _l("family"),
    "InterestKind:other": _l("other interest"),
    "WitnessResult:satisfactory": _l("satisfactory"),
    "WitnessResult:follow-up": _l("satisfactory, with points to follow up"),
    "WitnessResult:unsatisfactory": _l("not satisfactory"),
    "WitnessStanding:in-time": _l("in time"),
    "WitnessStanding:due-soon": _l("due soon"),
    "WitnessStanding:overdue": _l("overdue"),
}


def language_name(code: str) -> str:
    """Name a language in the reader's own; an unknown code stays a code."""
    return str(get_locale().languages.get(code, code))


def language_choices(codes: frozenset[str]) -> list[tuple[str, str]]:
    """Give those languages that have a name, by name; accents do not count."""
    named = [(code, language_name(code)) for code in codes]
    return sorted((one for one in named if one[0] != one[1]), key=lambda one: folded(one[1]))
