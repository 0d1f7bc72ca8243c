"""The dated rule sets of claims, read from `certs/claims`."""

import tomllib
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from fairwild.kernel.parameters import Evidence, exact
from fairwild.kernel.periods import Period
from fairwild.lots.custody.facts import ClaimRules, LeftOut, ThreatenedRule, Tier
from fairwild.lots.custody.states import ClaimKind, ClaimWeight, LogoPlace
from fairwild.resources import folder


class NoClaimRules(LookupError):
    """No rule set of claims is in force on that day."""


@lru_cache
def claim_rules() -> tuple[ClaimRules, ...]:
    """Give every rule set, the earliest first; raises ValueError where two overlap."""
    found = sorted(
        (read_rules(path) for path in (folder("certs") / "claims").glob("*.toml")),
        key=lambda rules: rules.period.start,
    )
    for earlier, later in pairwise(found):
        if later.period.start in earlier.period:
            message = f"{earlier.key} and {later.key} are in force on the same day"
            raise ValueError(message)
    return tuple(found)


def rules_on(day: date) -> ClaimRules:
    """Give the rule set in force on that day; raises NoClaimRules without one."""
    for rules in claim_rules():
        if day in rules.period:
            return rules
    message = f"no rule set of claims on {day}"
    raise NoClaimRules(message)


def read_rules(path: Path) -> ClaimRules:
    """Read one rule set; raises ValueError or KeyError naming what is wrong with it."""
    typed = tomllib.loads(path.read_text(encoding="utf-8"))
    tiers = tuple(_tier(row) for row in typed["tier"])
    if [tier.rank for tier in tiers] != list(range(1, len(tiers) + 1)):
        message = f"{path.name}: tiers are numbered from 1 without a gap"
        raise ValueError(message)
    if sorted(tiers, key=lambda tier: -tier.at_least) != list(tiers):
        message = f"{path.name}: the highest tier comes first"
        raise ValueError(message)
    return ClaimRules(
        key=typed["key"],
        title=typed["title"],
        period=Period(typed["valid_from"], typed.get("valid_before")),
        basis=ClaimWeight(typed["basis"]),
        evidence=Evidence(typed["evidence"]),
        source=typed["source"],
        note=typed["note"],
        tiers=tiers,
        left_out=tuple(_left_out(row) for row in typed["left_out"]),
        threatened=_threatened(typed.get("threatened")),
    )


def _tier(row: dict[str, Any]) -> Tier:
    return Tier(
        rank=row["rank"],
        claim=ClaimKind(row["claim"]),
        at_least=exact(row["at_least"]),
        logo=LogoPlace(row["logo"]),
        evidence=Evidence(row["evidence"]),
        source=row["source"],
    )


def _left_out(row: dict[str, Any]) -> LeftOut:
    called = tuple(row["also_called"])
    return LeftOut(row["kind"], called, Evidence(row["evidence"]), row["source"])


def _threatened(row: dict[str, Any] | None) -> ThreatenedRule | None:
    if row is None:
        return None
    return ThreatenedRule(row["valid_from"], Evidence(row["evidence"]), row["source"])
