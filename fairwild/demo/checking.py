"""The spot check of a buyer: its body looks into the books of the English tea company."""

from uuid import UUID

from fairwild.audits.operations import raise_nonconformity, score_indicator
from fairwild.audits.states import Grade, Pinnable, TeamRole
from fairwild.demo.certification import STANDARD, VERSION
from fairwild.demo.competences import declare
from fairwild.demo.stage import Stage
from fairwild.desks.operations import confirm_audit, pin_from_desk, plan_spot_check
from fairwild.desks.queries import buyer_desk_of

VISITED = 6
ANSWERS = {
    "11.1.a": True,
    "11.1.b": False,
    "11.1.c": True,
    "11.1.d": True,
    "11.1.e": False,
}
"""What the auditor has answered so far; the criterion about prices is still open."""

STATUS_MISSING = "Two of five invoices to shops do not say that the liquorice is certified."


def play(stage: Stage) -> None:
    """Let it be under way: planned, confirmed, answered in part, one thing found wanting."""
    audit_id = _planned(stage)
    for number, (code, met) in enumerate(ANSWERS.items()):
        score_indicator(
            stage.acting("auditor", VISITED, 60 + 15 * number),
            audit_id=audit_id,
            indicator=code,
            met=met,
            note="" if met else "See the nonconformity." if code == "11.1.e" else "Told by phone.",
        )
    _pin_a_purchase(stage, audit_id)
    raise_nonconformity(
        stage.acting("auditor", VISITED, 240),
        audit_id=audit_id,
        indicators=["11.1.e"],
        grade=Grade.MINOR,
        description=STATUS_MISSING,
    )


def _planned(stage: Stage) -> UUID:
    auditor = stage.actors["auditor"].person_id
    assert auditor is not None  # noqa: S101 - every player has an account
    audit = plan_spot_check(
        stage.acting("office", 24),
        body_id=stage.organisations["ALP"],
        company_id=stage.organisations["HDG"],
        standard=STANDARD,
        standard_version=VERSION,
        starts_on=stage.day(VISITED),
        ends_on=stage.day(VISITED - 1),
        team=[(auditor, TeamRole.LEADER)],
        planned_half_days=3,
        sites=["Quay Street, office", "Avonmouth, store"],
    )
    declare(stage, "auditor", audit.id, days_ago=23)
    confirm_audit(stage.acting("office", 22), audit_id=audit.id)
    audit_id: UUID = audit.id
    return audit_id


def _pin_a_purchase(stage: Stage, audit_id: UUID) -> None:
    work = stage.acting("auditor", VISITED, 200)
    bought = buyer_desk_of(work, audit_id).bought[0]
    pin_from_desk(
        work,
        audit_id=audit_id,
        indicator="11.1.c",
        what=Pinnable.CONSIGNMENT,
        thing_id=bought.consignment_id,
        note="Followed from the shelf to the invoice of the supplier.",
    )
