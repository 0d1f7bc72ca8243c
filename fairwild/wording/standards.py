"""The words of standards and the scheme's numbers."""

from fractions import Fraction

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.kernel.parameters import Parameter
from fairwild.standards.catalogue import UnknownStandard, standard_version
from fairwild.wording.figures import number, percent, ratio

OBSTACLES: dict[str, LazyString] = {
    "standard-transition-over": _l(
        "%(standard)s may be used for audits that begin before %(until)s; choose a newer version."
    ),
    "standard-without-indicators": _l(
        "%(standard)s has no indicators yet: its text must be imported before an audit is planned."
    ),
    "standard-in-use": _l(
        "%(standard)s is used by %(audits)s audits and stays as it is. Import the text under "
        "another version."
    ),
    "standard-assessed": _l(
        "%(applications)s applications assess themselves under %(standard)s: its text stays as it "
        "is. Import the text under another version."
    ),
    "standard-has-faults": _l(
        "Faults in the table: %(count)s. The first one, row %(row)s: %(what)s."
    ),
    "standard-sample-confirmed": _l(
        "%(samples)s indicators are samples of this software, not the scheme owner's text: the "
        "table as a whole is not confirmed. Say where it comes from."
    ),
    "standard-counts-differ": _l(
        "%(standard)s is known with %(known_principles)s principles and %(known_criteria)s "
        "criteria; the table has %(principles)s and %(criteria)s. Say that the table is right."
    ),
}

EVENTS: dict[str, LazyString] = {
    "numbers-kept": _l("Table of the scheme's numbers kept"),
    "standard-imported": _l("Text of a standard imported"),
    "standard-taken-back": _l("Imported text of a standard taken back"),
}

WORDS: dict[str, LazyString] = {
    "AppliesTo:all": _l("every operation"),
    "AppliesTo:high": _l("only with a species of high risk"),
    "IndicatorKind:scored": _l("scored"),
    "IndicatorKind:met-or-not": _l("met or not met"),
}

PARAMETERS: dict[str, LazyString] = {
    "score_norm": _l("Points that are the norm"),
    "score_maximum": _l("Most points of an indicator"),
    "minimum_share": _l("Least share of the norm points, by year of certification"),
    "certificate_term_months": _l("Term of a certificate"),
    "audit_interval_months": _l("Time between audits"),
    "nonconformity_due_months": _l("Time to put a nonconformity right"),
    "nonconformity_due_next_audit": _l(
        "Whether the next yearly audit is the last day if it is sooner"
    ),
    "quota_warning_share": _l("Warning before a limit"),
    "alarm_sigmas": _l("When a harvester's day stands out"),
    "alarm_least_days": _l("Days needed to say what is usual"),
    "alarm_late_days": _l("When a receipt is recorded late"),
    "alarm_distance_km": _l("Two places in a day that are far apart"),
    "price_uplift_share": _l("Collector's price above the market"),
    "collector_minimum_age_years": _l("Least age of a collector"),
    "drying_ratio_minimum": _l("Least drying ratio"),
    "drying_ratio_maximum": _l("Greatest drying ratio"),
    "complaint_acknowledgement_days": _l("Time to acknowledge a complaint"),
    "complaint_proofs_most": _l("Files whoever complained may send in one case"),
    "complaint_appeal_days": _l("Time to appeal against the outcome of a complaint"),
    "decision_appeal_days": _l("Time to appeal against a decision on an audit"),
    "decision_appeal_fee_eur": _l("What an appeal against a decision costs"),
    "complaint_conclusion_days": _l("Time to conclude a complaint"),
    "complaint_lookback_months": _l("How long taking part keeps from handling complaints"),
    "competence_warning_days": _l("Warning before a competence ends"),
    "ending_warning_days": _l("Warning before a class, approval or agreement ends"),
    "interest_lookback_months": _l("How long an ended interest in a client still counts"),
    "microenterprise_turnover_eur": _l("Turnover up to which an operator is a microenterprise"),
    "nonconformity_return_days": _l("New time after an answer was read late and sent back"),
    "nonconformity_extension_months": _l("Longest extension of a due date"),
    "nonconformity_extensions_most": _l("How often a due date may be extended"),
    "sample_factor": _l("Size of a sample, as a multiple of the square root"),
    "sample_least": _l("Smallest sample"),
    "sample_weight": _l("Weight of the risk in a sample"),
    "witness_interval_months": _l("Time between witnessed audits"),
}


def standard_title(name: str, version: str) -> str:
    """Name a version of a standard as people say it; one that is not known by its code."""
    try:
        return standard_version(name, version).full_title
    except UnknownStandard:
        return f"{name} {version}"


def parameter_name(name: str) -> str:
    """Name a number of the scheme; one without words of its own is named by its code."""
    known = PARAMETERS.get(name)
    return str(known) if known is not None else name.replace("_", " ").capitalize()


def parameter_value(row: Parameter) -> str:
    """Write the value with its unit; shares as percent beside the exact fraction."""
    if "share" in row.unit:
        exact = f"{row.value.numerator}/{row.value.denominator}"
        facts = {"percent": percent(row.value), "exact": exact, "unit": row.unit}
        return gettext("%(percent)s (%(exact)s) %(unit)s", **facts)
    whole = row.value.denominator == 1 and "per" not in row.unit
    said = number(row.value.numerator) if whole else ratio(Fraction(row.value))
    return gettext("%(number)s %(unit)s", number=said, unit=row.unit)


def column_notes() -> dict[str, str]:
    """Say what belongs into each column of the table of a standard."""
    return {
        "level": gettext("theme, principle, criterion or indicator; empty in another language"),
        "code": gettext(
            "of a theme a short word, of a principle 1, of a criterion 1.1, then 1.1.a"
        ),
        "belongs_to": gettext("the theme of a principle; else it follows from the code"),
        "text": gettext("title of a theme, principle or criterion; text of an indicator"),
        "guidance": gettext("what the auditor looks for; a note on a principle or criterion"),
        "kind": gettext(
            "of an indicator: scored, or met-or-not for one that is met or not met; empty is scored"
        ),
        "scored": gettext("no for a principle that is not scored at the operation, else yes"),
        "m_from_year": gettext(
            "year of certification from which it is a minimum, 1 to 5, or empty"
        ),
        "m_level": gettext("points it must then reach, 1 to 3; 1 for one that is met or not met"),
        "applies_to_risk": gettext("all, or high for species of high risk only"),
        "sample": gettext(
            "yes for an indicator whose text is not the scheme owner's own; such a text is never "
            "confirmed"
        ),
        "score_0": gettext("what 0 points mean here; all four or none"),
        "score_1": gettext("what 1 point means here"),
        "score_2": gettext("what 2 points mean here"),
        "score_3": gettext("what 3 points mean here"),
        "language": gettext(
            "empty in the standard's own language; es, fr and so on for a row that says the same "
            "code in another one"
        ),
    }
