"""Questions about certificates: what they are worth, who may see them, what anybody may know."""

from fairwild.certificates.queries.changing import Change, change_on
from fairwild.certificates.queries.deciding import own_ties
from fairwild.certificates.queries.drawing import (
    coverage_of,
    drawn_of,
    drawn_of_certificates,
    standards_of_certificates,
    uses_of,
)
from fairwild.certificates.queries.hindsight import Hindsight
from fairwild.certificates.queries.holding import bodies_certifying, body_certifying
from fairwild.certificates.queries.judging import (
    Judgement,
    certificate_facts,
    certificate_standing,
    follower_of,
    get_certificate_facts,
    judge,
    judge_many,
)
from fairwild.certificates.queries.listing import (
    ORDERS,
    DirectoryLine,
    Wanted,
    count_in_force,
    countries,
    directory,
    find_certificate_of_audit,
    own_certificates,
)
from fairwild.certificates.queries.sight import (
    HistoryLine,
    Print,
    SeenArea,
    SeenLine,
    Sight,
    find_certificate_id,
    find_public_certificate,
    history_of_own,
    printed,
    sight_of_own,
)
from fairwild.certificates.queries.turning import holders_of_certificates, turning_points

__all__ = [
    "ORDERS",
    "Change",
    "DirectoryLine",
    "Hindsight",
    "HistoryLine",
    "Judgement",
    "Print",
    "SeenArea",
    "SeenLine",
    "Sight",
    "Wanted",
    "bodies_certifying",
    "body_certifying",
    "certificate_facts",
    "certificate_standing",
    "change_on",
    "count_in_force",
    "countries",
    "coverage_of",
    "directory",
    "drawn_of",
    "drawn_of_certificates",
    "find_certificate_id",
    "find_certificate_of_audit",
    "find_public_certificate",
    "follower_of",
    "get_certificate_facts",
    "history_of_own",
    "holders_of_certificates",
    "judge",
    "judge_many",
    "own_certificates",
    "own_ties",
    "printed",
    "sight_of_own",
    "standards_of_certificates",
    "turning_points",
    "uses_of",
]
