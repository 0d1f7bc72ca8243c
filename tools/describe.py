"""Write docs/states.md and docs/permissions.md anew from `MOVES` and the permission table.

For developers: `python tools/describe.py`. A test of the house has them written into a folder of
its own and compares.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from fairwild.access.policy import POLICY, Clause, Holds, HoldsAnywhere, Oneself, SignedIn
from fairwild.applications.states import MOVES as APPLICATION_MOVES
from fairwild.audits.states import MOVES as AUDIT_MOVES
from fairwild.audits.states import NONCONFORMITY_MOVES
from fairwild.certificates.states import MOVES as CERTIFICATE_MOVES
from fairwild.complaints.states import MOVES as COMPLAINT_MOVES
from fairwild.kernel.actors import Role
from fairwild.lots.states import MOVES as LOT_MOVES
from fairwild.organisations.states import APPROVAL_MOVES
from fairwild.recalls.states import MOVES as RECALL_MOVES
from fairwild.trade.states import MOVES as CONSIGNMENT_MOVES

DOCS = Path(__file__).parent.parent / "docs"

MACHINES: dict[str, Mapping[StrEnum, Iterable[StrEnum]]] = {  # type: ignore[assignment]  # each has states of its own
    "Approval of a certification body": APPROVAL_MOVES,
    "Application": APPLICATION_MOVES,
    "Audit": AUDIT_MOVES,
    "Nonconformity": NONCONFORMITY_MOVES,
    "Certificate": CERTIFICATE_MOVES,
    "Lot": LOT_MOVES,
    "Consignment": CONSIGNMENT_MOVES,
    "Recall": RECALL_MOVES,
    "Complaint": COMPLAINT_MOVES,
}

STATES_HEAD = """# States

Made by `python tools/describe.py` from the tables called `MOVES`; do not edit by hand.
What a rule asks before a move stands in the `rules` of its room.
"""

PERMISSIONS_HEAD = """# Permissions

Made by `python tools/describe.py` from `fairwild/access/policy.py`; do not edit by hand.

A cell says of whose things a role may do it: of its own organisation as the *operator*, *body*,
*holder*, *sender*, *receiver* or *mandator* of the thing, of the organisation *itself*, of its own
*person*, or of *every* thing. An empty cell means never. Rules may still refuse what is permitted:
nobody decides on an audit they took part in, closes what they answered, or sets aside an obstacle
of their own.
"""


def states() -> str:
    """Give the page of every state machine as diagrams."""
    return "\n".join([STATES_HEAD, *(_diagram(name, MACHINES[name]) for name in MACHINES)])


def _diagram(name: str, moves: Mapping[StrEnum, Iterable[StrEnum]]) -> str:
    lines = [f"## {name}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {_key(state)}: {state.value}" for state in moves]
    lines.append(f"    [*] --> {_key(next(iter(moves)))}")
    for state, reachable in moves.items():
        ordered = sorted(reachable, key=list(moves).index)
        lines += [f"    {_key(state)} --> {_key(to)}" for to in ordered]
        if not ordered:
            lines.append(f"    {_key(state)} --> [*]")
    return "\n".join([*lines, "```", ""])


def _key(state: StrEnum) -> str:
    return state.value.replace("-", "_")


def permissions() -> str:
    """Give the page of every action against every role."""
    roles = list(Role)
    head = ["action", *(role.value for role in roles)]
    rows = [
        [f"`{action.value}`", *(", ".join(_cells(clauses, role)) for role in roles)]
        for action, clauses in POLICY.items()
    ]
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"{PERMISSIONS_HEAD}\n{table}\n"


def _cells(clauses: Iterable[Clause], role: Role) -> Iterator[str]:
    for clause in clauses:
        match clause:
            case Holds(of=party, roles=roles) if role in roles:
                yield party.value
            case HoldsAnywhere(roles=roles) if role in roles:
                yield "every"
            case Oneself():
                yield "person"
            case SignedIn():
                yield "every"


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    (place / "states.md").write_text(states(), encoding="utf-8")
    (place / "permissions.md").write_text(permissions(), encoding="utf-8")
