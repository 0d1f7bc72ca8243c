"""When an audit may go on, how it is rated, and what stands against a certificate. Pure."""

from fairwild.audits.rules.findings import (
    find_repeated,
    latest_extension,
    nonconformity_due_on,
    obstacles_to_answering,
    obstacles_to_answering_objection,
    obstacles_to_closing,
    obstacles_to_extending,
    obstacles_to_objecting,
    obstacles_to_returning,
)
from fairwild.audits.rules.planning import (
    in_season,
    obstacles_to_amending,
    obstacles_to_confirming,
    obstacles_to_counting_days,
    obstacles_to_pinning,
    obstacles_to_reopening,
    usual_kind,
)
from fairwild.audits.rules.rating import (
    facts_of_unmet,
    indicators_for,
    scoring,
    scoring_terms,
)
from fairwild.audits.rules.verdict import (
    obstacles_in_conditions,
    obstacles_in_rating,
    obstacles_to_certifying,
    obstacles_to_deciding,
    obstacles_to_evaluating,
)
from fairwild.audits.rules.writing import (
    is_agreed,
    obstacles_in_team,
    obstacles_to_finishing,
    obstacles_to_raising,
    obstacles_to_scoring,
    obstacles_to_starting,
)

__all__ = [
    "facts_of_unmet",
    "find_repeated",
    "in_season",
    "indicators_for",
    "is_agreed",
    "latest_extension",
    "nonconformity_due_on",
    "obstacles_in_conditions",
    "obstacles_in_rating",
    "obstacles_in_team",
    "obstacles_to_amending",
    "obstacles_to_answering",
    "obstacles_to_answering_objection",
    "obstacles_to_certifying",
    "obstacles_to_closing",
    "obstacles_to_confirming",
    "obstacles_to_counting_days",
    "obstacles_to_deciding",
    "obstacles_to_evaluating",
    "obstacles_to_extending",
    "obstacles_to_finishing",
    "obstacles_to_objecting",
    "obstacles_to_pinning",
    "obstacles_to_raising",
    "obstacles_to_reopening",
    "obstacles_to_returning",
    "obstacles_to_scoring",
    "obstacles_to_starting",
    "scoring",
    "scoring_terms",
    "usual_kind",
]
