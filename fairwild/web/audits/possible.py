"""What can be done about a nonconformity, before anything is typed into a form."""

from typing import Any

from fairwild.access.actions import Action
from fairwild.audits import queries, rules
from fairwild.audits.facts import NonconformityFacts
from fairwild.audits.states import NonconformityStatus
from fairwild.kernel.refusals import Obstacle
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading


def twins_of(view: queries.AuditView, facts: NonconformityFacts) -> list[NonconformityFacts]:
    """Give those of the audit that can stand for this one."""
    others = view.facts.nonconformities
    return [one for one in others if not [*rules.obstacles_in_twin(facts, one)]]


def may_do(
    reading: Reading, view: queries.AuditView, found: Any, facts: NonconformityFacts
) -> dict[str, bool]:
    """Say which forms the page shows to the actor."""
    answered = found.status is NonconformityStatus.ANSWERED
    open_now = found.status is NonconformityStatus.OPEN
    closes = reading.allows(Action.CLOSE_NONCONFORMITY, found) and answered
    return {
        "answer": reading.allows(Action.ANSWER_NONCONFORMITY, found) and open_now,
        "close": closes,
        "pin": closes,
        "return": closes,
        "withdraw": _may_withdraw(reading, view, facts),
        "extend": reading.allows(Action.EXTEND_NONCONFORMITY, found) and not facts.settled,
        "object": reading.allows(Action.OBJECT_TO_NONCONFORMITY, found) and not facts.settled,
        "judge": reading.allows(Action.ANSWER_OBJECTION, found),
    }


def _may_withdraw(reading: Reading, view: queries.AuditView, facts: NonconformityFacts) -> bool:
    """Tell whether the rule lets the actor take it back, once they say why."""
    person_id = reading.actor.person_id
    if person_id is None or not reading.allows(Action.WITHDRAW_NONCONFORMITY, view.audit):
        return False
    asked = {"person_id": person_id, "reason": "typed"}
    return not [*rules.obstacles_to_withdrawing(view.facts, facts, None, **asked)]  # type: ignore[arg-type]  # a dict of mixed values


def is_passed_on(reading: Reading, view: queries.AuditView, facts: NonconformityFacts) -> bool:
    """Tell whether an objection is the scheme owner's to answer."""
    return rules.is_passed_on(
        involved=rules.involved_in(view.facts, facts),
        judges=queries.judges_of(reading, view.audit.body_id),
    )


def drawn_now(
    may: dict[str, bool], obstacles: dict[str, list[Obstacle]], objection: Any
) -> dict[str, bool]:
    """Say which forms can be filled in now; of another that was sent, the page keeps the text."""
    closes = may["close"] and not obstacles.get("close")
    waits = objection is not None and objection.outcome is None
    return {
        "answer": may["answer"],
        "close": closes,
        "pin": closes,
        "return": closes,
        "withdraw": may["withdraw"],
        "extend": may["extend"] and not obstacles.get("extend"),
        "object": may["object"] and objection is None,
        "judge": may["judge"] and waits and not obstacles.get("judge"),
    }


def may_attach(reading: Reading, found: Any) -> bool:
    """Tell whether the actor may put a file with a nonconformity."""
    working = (
        Action.ANSWER_NONCONFORMITY,
        Action.RAISE_NONCONFORMITY,
        Action.CLOSE_NONCONFORMITY,
    )
    return any(reading.allows(one, found) for one in working)


def obstacles_before(
    reading: Reading, view: queries.AuditView, facts: NonconformityFacts, objection: Any
) -> dict[str, list[Obstacle]]:
    """Ask, before a form is drawn, the rules that do not depend on what is typed into it."""
    person_id = reading.actor.person_id
    if person_id is None:
        return {}
    typed = "typed"
    verifying = queries.obstacles_to_verifying(reading, view.audit, view.facts)
    longest = rules.latest_extension(facts, catalogue.parameters(), on=reading.today)
    return {
        "close": [*rules.obstacles_to_closing(facts, closer_id=person_id), *verifying],
        "extend": [
            *rules.obstacles_to_extending(
                facts, catalogue.parameters(), due_on=longest, reason=typed, on=reading.today
            ),
            *verifying,
        ],
        "judge": [
            *rules.obstacles_to_answering_objection(
                view.facts,
                facts,
                answered=objection is not None and objection.outcome is not None,
                person_id=person_id,
                judges=queries.judges_of(reading, view.audit.body_id),
                answer=typed,
            ),
            *queries.obstacles_to_judging(reading, view.audit, view.facts),
        ],
    }
