"""Audits and certificates of the demonstration: one in force, one suspended, one expired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fairwild.audits.operations import (
    evaluate_audit,
    plan_audit,
    raise_nonconformity,
    score_indicator,
)
from fairwild.audits.rules import indicators_for
from fairwild.audits.states import AuditKind, Grade, Outcome, TeamRole
from fairwild.certificates.operations import change_status
from fairwild.certificates.states import CertificateStatus
from fairwild.demo.applications import agree
from fairwild.demo.competences import declare
from fairwild.demo.stage import Stage
from fairwild.desks.operations import (
    answer_nonconformity,
    confirm_audit,
    decide_and_issue,
    finish_audit,
)
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.standards.catalogue import standard_version
from fairwild.standards.types import Indicator

STANDARD, VERSION = "fairwild", "2.0"
BEFORE_HARVEST = "Areas, register and instructions are looked at before the harvest begins."
FORMS = (Form.RAW, Form.DRIED, Form.CUT, Form.PACKED, Form.BY_PRODUCT)


@dataclass(frozen=True)
class Programme:
    """What a body audits at an operator, and who does it."""

    body: str
    operator: str
    species: str
    part: PlantPart
    areas: tuple[str, ...]
    maximum_g: int
    year: int
    keys: Mapping[str, str]
    finding: str
    answer: str
    despite: str = ""


ALPEN_TEAM = {
    "office": "office",
    "auditor": "auditor",
    "evaluator": "evaluator",
    "certifier": "certifier",
}
MEKONG_TEAM = {key: f"{key}.vn" for key in ALPEN_TEAM}

TOOLS = "1.2.c"
WAGES = (
    "Paid by the kilogram, helpers at the drying floor earn a tenth less than a living wage.",
    "The rate was raised by an eighth; the pay book shows the hours beside the kilograms.",
)
"""What is found in a later year, where tools and methods have become a minimum requirement."""

LIQUORICE = Programme(
    body="ALP",
    operator="EBR",
    species="GLYGLA",
    part=PlantPart.ROOT,
    areas=("EBR-B1", "EBR-B2", "EBR-B3", "EBR-B4", "EBR-B5"),
    maximum_g=16_800_000,
    year=1,
    keys=ALPEN_TEAM | {"manager": "manager"},
    finding="At one block of the bank roots were dug out whole: nothing was left to grow again.",
    answer="A third of every root stays in the ground; the clerk looks at three holes a week.",
)
LIQUIRIZIA = Programme(
    body="ALP",
    operator="AGR",
    species="GLYGLA",
    part=PlantPart.ROOT,
    areas=("AGR-V1", "AGR-V2"),
    maximum_g=4_900_000,
    year=1,
    keys=ALPEN_TEAM | {"manager": "manager.it"},
    finding="Two of nine holes at the second bank were left open, with cut roots lying bare.",
    answer="The holes were closed; each group now closes its holes on the same day.",
)
BIBHITAKI = Programme(
    body="ALP",
    operator="SAH",
    species="TERBEL",
    part=PlantPart.FRUIT,
    areas=("SAH-AHU",),
    maximum_g=5_616_000,
    year=1,
    keys=ALPEN_TEAM | {"manager": "manager.in"},
    finding="Three collectors beat the fruit down with poles; young twigs lay under the trees.",
    answer="Fruit is gathered from nets under the trees; poles are no longer lent out.",
    despite="He knows the Western Ghats from three organic audits; a local expert goes along.",
)
JIAOGULAN = Programme(
    body="MKA",
    operator="BBE",
    species="GYNPEN",
    part=PlantPart.HERB,
    areas=("BBE-NAM", "BBE-QUA", "BBE-HOA"),
    maximum_g=21_000_000,
    year=1,
    keys=MEKONG_TEAM | {"manager": "manager.vn"},
    finding="Một nhóm cắt sát gốc. One group cuts so low that the stems do not grow again.",
    answer="Đã hướng dẫn cắt cao 15 cm. The group was shown to cut 15 cm above the ground.",
)


def plan(
    stage: Stage, programme: Programme, *, days_ago: int, kind: AuditKind | None = None
) -> UUID:
    """Put a two-day audit into the body's calendar; it begins `days_ago`."""
    agree(
        stage,
        body=programme.body,
        operator=programme.operator,
        office=programme.keys["office"],
        days_ago=days_ago + 30,
    )
    team = [(_person(stage, programme.keys["auditor"]), TeamRole.LEADER)]
    office = stage.acting(programme.keys["office"], days_ago + 20)
    audit = plan_audit(
        office,
        body_id=stage.organisations[programme.body],
        operator_id=stage.organisations[programme.operator],
        standard=STANDARD,
        standard_version=VERSION,
        certification_year=programme.year,
        starts_on=stage.day(days_ago),
        ends_on=stage.day(days_ago - 1),
        team=team,
        scope=[_scope_line(stage, programme)],
        planned_half_days=4,
        kind=kind,
        season_reason=BEFORE_HARVEST,
        assigned_despite=programme.despite,
    )
    declare(stage, programme.keys["auditor"], audit.id, days_ago=days_ago + 19)
    confirming = stage.acting(programme.keys["office"], days_ago + 18)
    return confirm_audit(confirming, audit_id=audit.id).id


def _person(stage: Stage, key: str) -> UUID:
    found = stage.actors[key].person_id
    assert found is not None  # noqa: S101 - every player has an account
    return found


def _scope_line(stage: Stage, programme: Programme) -> dict[str, object]:
    return {
        "species_id": stage.species[programme.species],
        "part": programme.part,
        "forms": FORMS,
        "area_ids": [stage.areas[code] for code in programme.areas],
        "risk_class": "low",
        "maximum_g": programme.maximum_g,
        "state": State.FRESH,
    }


def _scores(programme: Programme) -> list[tuple[Indicator, int]]:
    """Meet every minimum requirement; be better here and weaker there among the others."""
    indicators = indicators_for(standard_version(STANDARD, VERSION))
    scored = []
    for number, indicator in enumerate(indicators):
        level = indicator.required_level(programme.year)
        better = number % 5 == programme.year
        weaker = level is None and number % 4 == 1
        scored.append((indicator, 3 if better else 1 if weaker else 2))
    return scored


def _weak_point(scores: Sequence[tuple[Indicator, int]]) -> str:
    return next(indicator.code for indicator, value in scores if value == 1)


def _found(programme: Programme) -> tuple[str, str]:
    """Give what was found at the weak point and how it was put right: what stands must fit it."""
    if _weak_point(_scores(programme)) == TOOLS:
        return programme.finding, programme.answer
    return WAGES


def score(stage: Stage, programme: Programme, audit_id: UUID, *, days_ago: int, part: int) -> None:
    """Score `part` percent of the indicators, in the order of the standard."""
    scores = _scores(programme)
    for number, (indicator, value) in enumerate(scores[: len(scores) * part // 100]):
        note = _found(programme)[0] if indicator.code == _weak_point(scores) else ""
        score_indicator(
            stage.acting(programme.keys["auditor"], days_ago, 60 + 4 * number),
            audit_id=audit_id,
            indicator=indicator.code,
            value=value,
            note=note,
        )


def report(stage: Stage, programme: Programme, *, days_ago: int) -> UUID:
    """Carry out an audit up to its finished report with one nonconformity, which is answered."""
    audit_id = plan(stage, programme, days_ago=days_ago)
    score(stage, programme, audit_id, days_ago=days_ago, part=100)
    auditor, manager = programme.keys["auditor"], programme.keys["manager"]
    raised = raise_nonconformity(
        stage.acting(auditor, days_ago - 1, 30),
        audit_id=audit_id,
        indicators=[_weak_point(_scores(programme))],
        grade=Grade.MINOR,
        description=_found(programme)[0],
    )
    finish_audit(
        stage.acting(auditor, days_ago - 1, 400),
        audit_id=audit_id,
        summary="Well-kept registers, quantities within the limits, one minor nonconformity.",
        used_half_days=5,
    )
    answer_nonconformity(
        stage.acting(manager, days_ago - 6),
        nonconformity_id=raised.id,
        root_cause="Nobody was named to look after it.",
        correction=_found(programme)[1],
        corrective_action="It is now a point of the monthly meeting.",
    )
    return audit_id


def recommend(stage: Stage, programme: Programme, *, days_ago: int) -> UUID:
    """Audit `days_ago` and evaluate seventeen days later; give the audit, ready for a decision."""
    audit_id = report(stage, programme, days_ago=days_ago)
    declare(stage, programme.keys["evaluator"], audit_id, days_ago=days_ago - 16)
    evaluate_audit(
        stage.acting(programme.keys["evaluator"], days_ago - 17),
        audit_id=audit_id,
        recommendation=Outcome.CERTIFY,
        reasons="The scores rest on evidence; the open point is minor and answered.",
    )
    return audit_id


def certify(stage: Stage, programme: Programme, *, days_ago: int) -> UUID:
    """Audit, evaluate, decide and issue; give the certificate. It is issued `days_ago`."""
    audit_id = recommend(stage, programme, days_ago=days_ago + 25)
    declare(stage, programme.keys["certifier"], audit_id, days_ago=days_ago + 1)
    issued = decide_and_issue(
        stage.acting(programme.keys["certifier"], days_ago),
        audit_id=audit_id,
        outcome=Outcome.CERTIFY,
        reasons="All requirements of the year are met.",
    )
    assert issued is not None  # noqa: S101 - the outcome is to certify
    return issued.id


def suspend(stage: Stage, certificate_id: UUID, *, days_ago: int) -> None:
    """Suspend the bibhitaki certificate."""
    change_status(
        stage.acting("certifier", days_ago),
        certificate_id=certificate_id,
        to=CertificateStatus.SUSPENDED,
        reason="The yearly resource assessment was not handed in.",
    )
