"""Questions about certificates: what they are worth, who may see them, what anybody may know."""

from fairwild.certificates.queries.judging import (
    Judgement,
    certificate_facts,
    certificate_standing,
    get_certificate_facts,
    judge,
    judge_many,
)

__all__ = [
    "Judgement",
    "certificate_facts",
    "certificate_standing",
    "get_certificate_facts",
    "judge",
    "judge_many",
]
