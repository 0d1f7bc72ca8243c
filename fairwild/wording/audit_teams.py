"""The words of teams that change, and of what a team takes back."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "team-not-to-change": _l(
        "The audit is %(status)s: before it starts its plan names the team, and once its report is "
        "finished nobody leaves it any more."
    ),
    "not-in-team": _l("This person is not in the team of the audit."),
    "already-in-team": _l(
        "This person is in the team already: only the place of its leader can be taken over by "
        "another of the team."
    ),
    "team-change-unexplained": _l("Say why this person leaves the team."),
    "withdrawing-not-own": _l(
        "Only who wrote this nonconformity, or the leader of the team, withdraws it."
    ),
    "twin-does-not-stand": _l(
        "Nonconformity %(number)s does not stand: it is settled, or this one itself."
    ),
    "twin-about-another": _l(
        "Nonconformity %(number)s is about none of the same indicators and does not say the same."
    ),
    "twin-milder": _l(
        "Nonconformity %(number)s is %(grade)s and this one is %(than)s: keep the graver one."
    ),
}

EVENTS: dict[str, LazyString] = {
    "team-changed": _l("Team of the audit changed"),
    "nonconformity-withdrawn": _l("Nonconformity withdrawn"),
}
