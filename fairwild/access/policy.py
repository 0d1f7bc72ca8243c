"""The permission table: action -> clauses; one clause that holds is enough.

It is read in two ways that cannot disagree: `allows` asks it about one thing,
`Row.__parties__` and `Reading.visible` turn the same clauses into an SQL filter.
"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.actors import Actor, Role


class HasParties(Protocol):
    """Anything that can name its parties."""

    def party(self, party: Party) -> UUID | None:
        """Name the organisation or person that is this party."""


@dataclass(frozen=True)
class Of:
    """A thing that does not exist yet, with the one party it will have."""

    named: Party
    party_id: UUID

    def party(self, party: Party) -> UUID | None:
        """Name the one party."""
        return self.party_id if party is self.named else None


@dataclass(frozen=True)
class Holds:
    """The actor holds one of these roles in the organisation that is this party."""

    of: Party
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class HoldsAnywhere:
    """The actor holds one of these roles, in whatever organisation."""

    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Oneself:
    """The thing belongs to the actor as a person."""


@dataclass(frozen=True)
class SignedIn:
    """The actor is known."""


Clause = Holds | HoldsAnywhere | Oneself | SignedIn

_OPERATOR = (Role.OPERATOR_MANAGER, Role.BUYING_CLERK)
_BODY = (Role.BODY_OFFICE, Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)

operator = Holds(Party.OPERATOR, _OPERATOR)
operator_manager = Holds(Party.OPERATOR, (Role.OPERATOR_MANAGER,))
holder = Holds(Party.HOLDER, (*_OPERATOR, Role.COMPANY_MEMBER))
holder_manager = Holds(Party.HOLDER, (Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER))
sender_manager = Holds(Party.SENDER, (Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER))
receiver_manager = Holds(Party.RECEIVER, (Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER))
sender = Holds(Party.SENDER, (Role.OPERATOR_MANAGER, Role.BUYING_CLERK, Role.COMPANY_MEMBER))
receiver = Holds(Party.RECEIVER, (Role.OPERATOR_MANAGER, Role.BUYING_CLERK, Role.COMPANY_MEMBER))
body = Holds(Party.BODY, _BODY)
body_office = Holds(Party.BODY, (Role.BODY_OFFICE,))
auditor = Holds(Party.BODY, (Role.AUDITOR,))
evaluator = Holds(Party.BODY, (Role.EVALUATOR,))
certifier = Holds(Party.BODY, (Role.CERTIFIER,))
steward = HoldsAnywhere((Role.SCHEME_STEWARD,))
handling_office = Holds(Party.BODY, (Role.BODY_OFFICE, Role.SCHEME_STEWARD))
administrator = HoldsAnywhere((Role.SYSTEM_ADMINISTRATOR,))
audited_company = Holds(Party.OPERATOR, (Role.COMPANY_MEMBER,))
"""Of a spot check the audited party is a company: its members see it and answer it."""
payer = Holds(Party.MANDATOR, (Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER))
leads_itself = Holds(Party.ITSELF, (Role.OPERATOR_MANAGER, Role.BODY_OFFICE, Role.COMPANY_MEMBER))
works_for_it = Holds(Party.ITSELF, tuple(Role))
oneself = Oneself()
signed_in = SignedIn()

POLICY: dict[Action, tuple[Clause, ...]] = {
    # organisations and people
    Action.SEE_ORGANISATION: (signed_in,),
    Action.REGISTER_ORGANISATION: (steward, administrator),
    Action.EDIT_ORGANISATION: (leads_itself, steward, administrator),
    Action.APPROVE_BODY: (steward,),
    Action.SEE_PEOPLE: (works_for_it, administrator),
    Action.INVITE_PERSON: (leads_itself, administrator),
    Action.END_MEMBERSHIP: (leads_itself, administrator),
    Action.USE_OWN_ACCOUNT: (oneself,),
    # species and areas
    Action.SEE_SPECIES: (signed_in,),
    Action.REGISTER_SPECIES: (steward,),
    Action.SEE_AREA: (operator,),
    Action.REGISTER_AREA: (operator_manager,),
    Action.EDIT_AREA: (operator_manager,),
    Action.CHOOSE_TARGET_SPECIES: (operator_manager,),
    Action.SET_MAXIMUM_QUANTITY: (operator_manager,),
    Action.SEE_QUANTITY_CHANGE: (operator, body, steward),
    Action.ASK_QUANTITY_CHANGE: (operator_manager,),
    Action.DECIDE_QUANTITY_CHANGE: (certifier,),
    Action.SEE_PERMIT: (operator,),
    Action.REGISTER_PERMIT: (operator_manager,),
    # harvesters
    Action.SEE_HARVESTER: (operator,),
    Action.REGISTER_HARVESTER: (operator,),
    Action.EDIT_HARVESTER: (operator,),
    Action.IMPORT_HARVESTERS: (operator,),
    # lots
    Action.SEE_LOT: (holder, body, steward),
    Action.TRACE_LOT: (holder, body, steward),
    Action.SEE_RECEIPT: (operator,),
    Action.RECORD_RECEIPT: (operator,),
    Action.CLOSE_LOT: (operator,),
    Action.PROCESS_LOT: (holder,),
    Action.PACK_LOT: (holder,),
    Action.SPLIT_LOT: (holder,),
    Action.MERGE_LOTS: (holder,),
    Action.BLEND_LOTS: (holder,),
    Action.TEST_LOT: (holder,),
    Action.WRITE_OFF_LOT: (holder,),
    Action.GIVE_UP_CLAIM: (holder,),
    Action.HOLD_LOT: (holder,),
    Action.CORRECT_MOVEMENT: (holder_manager,),
    Action.MEASURE_RATIO: (holder_manager,),
    Action.SEE_STOCK: (holder,),
    Action.COUNT_STOCK: (holder,),
    Action.SHARE_LINEAGE: (holder_manager,),
    # trade
    Action.SEE_CONSIGNMENT: (sender, receiver),
    Action.SHIP_LOT: (holder,),
    Action.ANSWER_CONSIGNMENT: (receiver,),
    Action.ADD_CONSIGNMENT_PAPER: (sender,),
    Action.SETTLE_DIFFERENCE: (sender, receiver),
    Action.REVERSE_CONSIGNMENT: (sender_manager, receiver_manager),
    # labels
    Action.SEE_LABELS: (holder,),
    Action.PRINT_LABELS: (holder,),
    # recalls, alarms, imports
    Action.SEE_RECALL: (holder, receiver),
    Action.START_RECALL: (holder_manager,),
    Action.ANSWER_RECALL: (receiver,),
    Action.SEE_ALARM: (holder, body_office),
    Action.DISMISS_ALARM: (holder_manager, body_office),
    Action.SEE_CLIENT_ALARMS: (body,),
    Action.SEE_IMPORT: (holder,),
    Action.RUN_IMPORT: (holder,),
    # from application to agreement
    Action.SEE_APPLICATION: (operator_manager, payer, body, steward),
    Action.WRITE_APPLICATION: (operator_manager, payer),
    Action.ASK_CONSENT: (payer,),
    Action.ANSWER_CONSENT: (operator_manager,),
    Action.REVIEW_APPLICATION: (body_office,),
    Action.SIGN_AGREEMENT: (body_office,),
    # the scheme owner's rules
    Action.CLASSIFY_RISK: (steward,),
    Action.REGISTER_NATIONALLY: (body_office, steward),
    Action.SEE_SCHEME: (signed_in,),
    Action.IMPORT_STANDARD: (steward,),
    # who may do what for a body
    Action.SEE_COMPETENCE: (body, steward),
    Action.RECORD_COMPETENCE: (body_office,),
    Action.DECLARE_INTEREST: (oneself, body_office),
    Action.OVERRIDE_OBSTACLE: (body_office,),
    # audits
    Action.SEE_AUDIT: (body, operator_manager, audited_company, steward),
    Action.READ_AUDIT_WORK: (body, steward),
    Action.PLAN_AUDIT: (body_office,),
    Action.CONFIRM_AUDIT: (body_office,),
    Action.CANCEL_AUDIT: (body_office,),
    Action.CHANGE_TEAM: (body_office,),
    Action.SEE_DESK: (body,),
    Action.DRAW_SAMPLE: (body_office, auditor),
    Action.SCORE_AUDIT: (auditor,),
    Action.RAISE_NONCONFORMITY: (auditor,),
    Action.WITHDRAW_NONCONFORMITY: (auditor,),
    Action.ANSWER_NONCONFORMITY: (operator_manager, audited_company),
    Action.CLOSE_NONCONFORMITY: (auditor, evaluator),
    Action.EXTEND_NONCONFORMITY: (auditor, evaluator),
    Action.OBJECT_TO_NONCONFORMITY: (operator_manager, audited_company),
    Action.ANSWER_OBJECTION: (evaluator, certifier, steward),
    Action.FINISH_AUDIT: (auditor,),
    Action.EVALUATE_AUDIT: (evaluator,),
    Action.DECIDE_AUDIT: (certifier,),
    # certificates
    Action.SEE_CERTIFICATE: (body, operator, steward),
    Action.CHANGE_CERTIFICATE_STATUS: (certifier,),
    Action.SUPERSEDE_CERTIFICATE: (certifier,),
    # complaints and appeals
    Action.SEE_COMPLAINT: (body, steward),
    Action.FOLLOW_COMPLAINT: (oneself,),
    Action.APPEAL_DECISION: (operator_manager, audited_company),
    Action.READ_COMPLAINT: (handling_office, oneself),
    Action.DIRECT_COMPLAINT: (handling_office,),
    Action.HANDLE_COMPLAINT: (oneself,),
    Action.FORGET_COMPLAINANT: (handling_office, oneself),
    # the ledger
    Action.SEE_LEDGER: (steward, administrator),
}


def _holds(clause: Clause, actor: Actor, thing: HasParties | None) -> bool:
    match clause:
        case SignedIn():
            return actor.person_id is not None
        case HoldsAnywhere(roles=roles):
            return bool(actor.roles.intersection(roles))
        case Oneself():
            owner = thing.party(Party.PERSON) if thing else None
            return owner is not None and owner == actor.person_id
        case Holds(of=party, roles=roles):
            organisation_id = thing.party(party) if thing else None
            return organisation_id in actor.organisations_with(*roles)


def allows(action: Action, actor: Actor, thing: HasParties | None = None) -> bool:
    """Tell whether the table lets this actor do this to this thing (or in general)."""
    return any(_holds(clause, actor, thing) for clause in POLICY[action])
