"""Questions about who may judge what, and what stands against assigning somebody."""

from fairwild.competence.queries.assigning import (
    competences_of_each,
    hold_competences,
    languages_of,
    left_of_each,
    lookback_months,
    obstacles_for,
    obstacles_found,
    obstacles_kept,
    obstacles_left,
    overridden,
)
from fairwild.competence.queries.office import obstacles_of_office
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
    page_of_interests,
    witness_audits_of,
)
from fairwild.competence.queries.ties import ties_to, who_set_aside

__all__ = [
    "CompetenceLine",
    "PersonLine",
    "check_may_record_interest",
    "competences_of_each",
    "declarations_for",
    "declarations_seen",
    "get_competence",
    "get_interest",
    "hold_competences",
    "interests_seen",
    "languages_of",
    "left_of_each",
    "lookback_months",
    "obstacles_for",
    "obstacles_found",
    "obstacles_kept",
    "obstacles_left",
    "obstacles_of_office",
    "overridden",
    "overrides_for",
    "overrides_of",
    "own_declarations",
    "page_of_competences",
    "page_of_interests",
    "people_judging",
    "person_judging",
    "ties_to",
    "who_set_aside",
    "witness_audits_of",
]
