"""What lies ahead: a consent that is asked for, a plan called off, a visit nobody announces."""

from dataclasses import replace

from fairwild.applications.operations import ask_consent
from fairwild.audits.operations import cancel_audit
from fairwild.audits.states import AuditKind
from fairwild.demo import applications, certification
from fairwild.demo.stage import Stage

UNANNOUNCED_IN_DAYS = 6
CALLED_OFF_IN_DAYS = 16


def play(stage: Stage) -> None:
    """Leave each of them in the calendars of those whom it concerns."""
    _ask_for_consent(stage)
    _call_off(stage)
    certification.plan(
        stage,
        certification.LIQUORICE,
        days_ago=-UNANNOUNCED_IN_DAYS,
        kind=AuditKind.UNANNOUNCED,
    )


def _ask_for_consent(stage: Stage) -> None:
    """Let the company that buys the blend pay for one more year, if the operator agrees."""
    application_id = applications.write(
        stage,
        {**applications.EBRO, **applications.PAID_BY_HEDGEROW},
        operator="EBR",
        key="company",
        maximum_g=16_800_000,
        days_ago=2,
        mandator="HDG",
    )
    ask_consent(stage.acting("company", 2, 180), application_id=application_id)


def _call_off(stage: Stage) -> None:
    """Cancel a plan whose day has not come."""
    audit_id = certification.plan(
        stage, replace(certification.LIQUIRIZIA, year=2), days_ago=-CALLED_OFF_IN_DAYS
    )
    cancel_audit(
        stage.acting("office", 0),
        audit_id=audit_id,
        reason="The road to Tramutola is closed until spring; a new plan follows when it opens.",
    )
