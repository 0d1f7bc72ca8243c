"""Questions about who may judge what, and what stands against assigning somebody."""

from fairwild.competence.queries.assigning import (
    has_declared,
    hold_competences,
    interests_in,
    languages_of,
    lookback_months,
    obstacles_for,
    obstacles_found,
    obstacles_kept,
    obstacles_left,
    overridden,
)
from fairwild.competence.queries.people import (
    CompetenceLine,
    PersonLine,
    people_judging,
    person_judging,
)
from fairwild.competence.queries.rows import (
    check_may_record_interest,
    declarations_for,
    declarations_seen,
    get_competence,
    get_interest,
    interests_seen,
    overrides_for,
    overrides_of,
    own_declarations,
    page_of_competences,
    witness_audits_of,
)
from fairwild.competence.queries.ties import ties_to

__all__ = [
    "CompetenceLine",
    "PersonLine",
    "check_may_record_interest",
    "declarations_for",
    "declarations_seen",
    "get_competence",
    "get_interest",
    "has_declared",
    "hold_competences",
    "interests_in",
    "interests_seen",
    "languages_of",
    "lookback_months",
    "obstacles_for",
    "obstacles_found",
    "obstacles_kept",
    "obstacles_left",
    "overridden",
    "overrides_for",
    "overrides_of",
    "own_declarations",
    "page_of_competences",
    "people_judging",
    "person_judging",
    "ties_to",
    "witness_audits_of",
]
