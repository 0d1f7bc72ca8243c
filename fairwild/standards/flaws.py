"""What can be wrong with the files or the table of a standard: a code, its facts, a sentence.

A flaw reads as its English sentence, as `fairwild check` prints it; pages say it in the language
of who reads them.
"""

from collections.abc import Mapping
from typing import Any

from fairwild.documents.words import msgid

SENTENCES: Mapping[str, str] = {
    "column-missing": msgid("the column %(name)s is missing"),
    "column-unknown": msgid("there is no column %(name)r; there are %(known)s"),
    "column-twice": msgid("the column %(name)s is there twice"),
    "columns-others": msgid("the columns must be %(columns)s, and may be %(more)s"),
    "columns-exactly": msgid("the columns must be %(columns)s"),
    "level-unknown": msgid("level cannot be %(level)r; it is %(known)s"),
    "scored-unclear": msgid("scored is neither yes nor no: %(said)r"),
    "sample-unclear": msgid("sample is neither yes nor no: %(said)r"),
    "belongs-elsewhere": msgid("%(code)s does not belong to %(other)r"),
    "no-indicator": msgid("there is no row of the level indicator"),
    "place-other": msgid("name and version are not those of the folder %(place)s"),
    "empty": msgid("%(name)s is missing or empty"),
    "cell-empty": msgid("%(name)s is empty"),
    "not-a-day": msgid("%(name)s is not a day: %(said)r"),
    "transition-wrong": msgid("transition_until is not a day after valid_from: %(said)r"),
    "score-texts": msgid("score_texts are not four texts, for 0, 1, 2 and 3"),
    "count-wrong": msgid("%(name)s is not a number from 1: %(said)r"),
    "count-other": msgid("%(name)s is %(count)s, but the file has %(found)s"),
    "evidence-unknown": msgid("unknown evidence mark: %(said)r"),
    "criterion-alone": msgid("the criterion %(code)r belongs to no principle"),
    "key-twice": msgid("%(key)s %(said)r is there twice"),
    "number-wrong": msgid("number is not a whole number: %(said)r"),
    "theme-unknown": msgid("there is no theme %(theme)r"),
    "scored-neither": msgid("scored_at_operation is neither true nor false"),
    "cells": msgid("%(found)s cells instead of %(wanted)s"),
    "indicator-twice": msgid("the indicator %(code)s is there twice"),
    "scores-partly": msgid("score_0 to score_3 are given together or not at all"),
    "code-unknown": msgid("there is nothing of the code %(code)r to say"),
    "said-twice": msgid("%(code)s is said twice"),
    "cannot-be": msgid("%(name)s cannot be %(said)r"),
    "minimum-partly": msgid("m_from_year and m_level are given together or not at all"),
    "code-wrong": msgid("the code %(code)r is not that of criterion %(criterion)s and a letter"),
    "met-level": msgid("m_level is 1 or empty where the kind is met-or-not"),
    "met-scores": msgid("score_0 to score_3 have no place where the kind is met-or-not"),
    "criterion-unknown": msgid("there is no criterion %(criterion)r"),
    "buyer-kind": msgid(
        "criterion %(criterion)s is not scored at the operation: its kind is met-or-not"
    ),
    "buyer-year": msgid("m_from_year is 1 or empty for an indicator asked of a buyer"),
    "buyer-risk": msgid("applies_to_risk is all for an indicator asked of a buyer"),
}


class Flaw(str):
    """One thing that is wrong; as text its English sentence."""

    __slots__ = ("code", "facts")
    code: str
    facts: dict[str, Any]

    def __new__(cls, code: str, /, **facts: Any) -> "Flaw":
        """Word the flaw of this code with its facts."""
        made = super().__new__(cls, SENTENCES[code] % facts)
        made.code, made.facts = code, facts
        return made
