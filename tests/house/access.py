"""What every route answers to every role in the demonstration; run it to write the matrix anew.

    python -m tests.house.access

Each parameter of a route stands for a thing of the liquorice operator, so a role of another
organisation asks for what is not its own; what that operator has none of is of another player.
Where a route names a thing and what it belongs to, they belong together if the operator has such.
Routes that change something are called with an empty body: 422 and 409 say that the role got as
far as the form.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import ColumnElement, Select, and_, select, text, true
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from fairwild.accounts.queries import get_actor_of_email
from fairwild.alarms.records import AlarmDismissal
from fairwild.app import create_app
from fairwild.applications.records import Agreement, Application, ApplicationDocument
from fairwild.areas.records import (
    CollectionArea,
    MaximumQuantity,
    QuantityChange,
    TargetSpecies,
)
from fairwild.audits.records import Audit, Evidence, Nonconformity, Pin
from fairwild.certificates.records import Certificate
from fairwild.competence.records import Competence, Interest
from fairwild.complaints.records import Complaint, ComplaintNote, ComplaintProof
from fairwild.demo.loading import roles_shown
from fairwild.harvesters.records import Harvester
from fairwild.imports.records import ImportRun
from fairwild.kernel.actors import NOBODY, Actor, OrganisationKind
from fairwild.labels.records import Label, PrintRun
from fairwild.lots.records import (
    LineageShare,
    Lot,
    LotHold,
    LotTest,
    Movement,
    Receipt,
    Recipe,
    StockCount,
)
from fairwild.organisations.records import (
    BodyApproval,
    Membership,
    NationalRegistration,
    Organisation,
)
from fairwild.permits.records import Permit
from fairwild.recalls.records import Recall, RecallNotice
from fairwild.settings import from_environment
from fairwild.species.records import RiskClassification, Species
from fairwild.standards.catalogue import parameters
from fairwild.store.base import Base
from fairwild.store.engine import Store, open_store
from fairwild.store.migrating import upgrade
from fairwild.trade.records import Consignment, LineDifference, Reversal, TransportPaper
from fairwild.unit_of_work import begin_reading, moment
from tests.builders import World
from tests.demonstration import DATABASE, loaded_into
from tests.doors import Door
from tests.house.furnished import COMPLAINED, FORGOTTEN, INVITED, furnish

MATRIX = Path(__file__).parents[1] / "access_matrix.toml"
VISITOR = "visitor"
NOWHERE = UUID(int=0)
MODELS: dict[str, type[Base]] = {
    "agreement_id": Agreement,
    "application_id": Application,
    "approval_id": BodyApproval,
    "area_id": CollectionArea,
    "audit_id": Audit,
    "certificate_id": Certificate,
    "competence_id": Competence,
    "complaint_id": Complaint,
    "interest_id": Interest,
    "change_id": QuantityChange,
    "classification_id": RiskClassification,
    "consignment_id": Consignment,
    "count_id": StockCount,
    "difference_id": LineDifference,
    "dismissal_id": AlarmDismissal,
    "note_id": ComplaintNote,
    "pin_id": Pin,
    "proof_id": ComplaintProof,
    "document_id": ApplicationDocument,
    "evidence_id": Evidence,
    "harvester_id": Harvester,
    "hold_id": LotHold,
    "import_id": ImportRun,
    "lot_id": Lot,
    "membership_id": Membership,
    "movement_id": Movement,
    "nonconformity_id": Nonconformity,
    "notice_id": RecallNotice,
    "organisation_id": Organisation,
    "paper_id": TransportPaper,
    "permit_id": Permit,
    "quantity_id": MaximumQuantity,
    "recall_id": Recall,
    "recipe_id": Recipe,
    "registration_id": NationalRegistration,
    "reversal_id": Reversal,
    "share_id": LineageShare,
    "test_id": LotTest,
    "receipt_id": Receipt,
    "run_id": PrintRun,
    "species_id": Species,
    "target_id": TargetSpecies,
}
OWNERS = ("operator_id", "holder_id", "sender_id", "organisation_id", "owner_id", "body_id")
PLAIN = {"indicator": "1.1.a", "secret": "unknown", "filename": "fairwild.css"}
PLAIN |= {"what": "harvesters", "form": "csv", "kind": "dry", "flow": "bought", "number": "1"}
PLAIN |= {"principle": "1", "name": "fairwild", "version": "2.0", "deed": "answer"}
PLAIN |= {"side": "opening", "numbers": parameters().version}
BELONGING = {"quantity_id": "area_id", "test_id": "lot_id"}
"""What a route names together with what it belongs to, where the operator has such a pair."""
HEAD = """# What every route answers to every role, measured in the demonstration:
#   python -m tests.house.access
# A change here is a change of who may do what: read it before you commit it.
"""

Matrix = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Stage:
    """The demonstration in a database file, and what the parameters of routes stand for."""

    folder: Path
    values: dict[str, str]
    actors: dict[str, Actor | None]

    def copy(self, name: str) -> Store:
        """Give a copy of the database, for calls that may change it."""
        path = self.folder / f"{name}.sqlite"
        shutil.copy(self.folder / DATABASE, path)
        return open_store(f"sqlite:///{path}")


def _first(session: Session, query: Select[Any], preferred: Iterable[ColumnElement[bool]]) -> Any:
    """The first row in the order they were written, one that is preferred where there is any."""
    ordered = query.order_by(text("rowid"))
    found = (session.scalars(ordered.where(one)).first() for one in (*preferred, true()))
    return next((row for row in found if row is not None), None)


def _things(session: Session, actors: Iterable[Actor | None]) -> dict[str, Base]:
    """One thing for each parameter that has an id: the liquorice operator's before others'.

    What has no owner of its own is of a thing that was found already, where there is any.
    """
    operators = select(Organisation).where(Organisation.kind == OrganisationKind.OPERATOR)
    operator = _first(session, operators, ())
    players = [post.organisation_id for actor in actors if actor for post in actor.posts]
    found: dict[str, Base] = {"organisation_id": operator}
    owners = {name: _owner_of(model) for name, model in MODELS.items()}
    for name, model in sorted(MODELS.items(), key=lambda one: owners[one[0]] is None):
        owner = owners[name]
        above = [of for of in found if of != "organisation_id" and hasattr(model, of)]
        below = [getattr(model, of) == getattr(found[of], "id", None) for of in above]
        if owner is not None:
            owned = [owner == player for player in (operator.id, *players)]
            preferred = [and_(one, *below) for one in owned] + owned
        else:
            preferred = below
        found.setdefault(name, _first(session, select(model), preferred) or model())
    return found


def _owner_of(model: type[Base]) -> Any:
    """The column that names whose a row is, None where there is none."""
    return next((getattr(model, name) for name in OWNERS if hasattr(model, name)), None)


def _values(session: Session, found: dict[str, Base]) -> dict[str, str]:
    label = session.scalars(select(Label.code).order_by(text("rowid"))).first()
    codes = {
        "label": str(label),
        "certificate": str(getattr(found["certificate_id"], "code", "")),
        "lot": str(getattr(found["lot_id"], "code", "")),
    }
    known = {name: str(getattr(row, "id", None) or NOWHERE) for name, row in found.items()}
    above = {
        f"{name}.{of}": str(getattr(found[name], of, None) or NOWHERE)
        for name, of in BELONGING.items()
    }
    return PLAIN | codes | known | above


def staged(folder: Path) -> Stage:
    """Read who plays in the demonstration of a folder, and what is there to ask for."""
    store = open_store(f"sqlite:///{folder / DATABASE}")
    with begin_reading(store, NOBODY) as reading:
        known = {
            player.role.value: get_actor_of_email(reading, player.email)
            for _, player in roles_shown()
        }
    with store.writing() as session:
        more = furnish(session, folder, _things(session, known.values()), known)
    with store.reading() as session:
        values = _values(session, _things(session, known.values())) | more
    store.engine.dispose()
    return Stage(folder, values, {VISITOR: None} | known)


def _code(rule: Rule, values: dict[str, str]) -> str:
    """What `<code>` stands for in this rule."""
    if "certificate" in rule.rule or rule.rule.startswith("/c/"):
        return values["certificate"]
    return values["lot"] if "lot" in rule.rule else values["label"]


MAILED = {"/invitation/": INVITED, "/new-password/": FORGOTTEN, "complain": COMPLAINED}
"""What the secret of a rule is that has one of these in it."""


def _for(rule: Rule, values: dict[str, str]) -> dict[str, str]:
    """Give the parameters as this rule means them: people belong to a body, a link to its deed."""
    asked = rule.arguments
    above = {of: f"{name}.{of}" for name in asked for of in asked if f"{name}.{of}" in values}
    meant = values | {of: values[where] for of, where in above.items()}
    if rule.rule.endswith("/buyer-desk"):
        meant["audit_id"] = values["check_id"]
    if "person_id" in rule.arguments or rule.rule.endswith("/competence"):
        meant["organisation_id"] = values["body_id"]
    if "secret" in rule.arguments and "complain" in rule.rule:
        meant["number"] = values["case_number"]
    mailed = (secret for part, secret in MAILED.items() if part in rule.rule)
    return meant | {"secret": next(mailed, values["secret"])}


def path_of(rule: Rule, values: dict[str, str]) -> str:
    """Fill the parameters of a rule."""
    values = _for(rule, values)

    def filled(found: re.Match[str]) -> str:
        name = found["name"]
        name = "import_id" if name == "run_id" and "import" in rule.rule else name
        return _code(rule, values) if name == "code" else values.get(name, str(NOWHERE))

    return re.sub(r"<(?:[^<>:]+:)?(?P<name>\w+)>", filled, rule.rule)


def calls_of(app: Flask) -> Iterator[tuple[str, Rule, str]]:
    """Every route with every method that it knows, reading ones first."""
    found = [
        (f"{method} {rule.rule}", rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    yield from sorted(found, key=lambda call: (call[2] != "GET", call[0]))


def _app(stage: Stage, name: str) -> tuple[Flask, World]:
    world = World(stage.copy(name))
    world.now = moment()
    told = {"FAIRWILD_INSTANCE": str(stage.folder)}
    app = create_app(from_environment(told), store=world.store, clock=lambda: world.now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return app, world


def _status(door: Door, actor: Actor | None, method: str, path: str) -> int:
    if path.startswith("/api/v1") and path != "/api/v1/docs":
        body: dict[str, str] | None = None if method == "GET" else {}
        return door.api(actor)(method, path.removeprefix("/api/v1"), json=body).status_code
    return door.pages(actor).open(path, method=method).status_code


def measure(stage: Stage) -> Matrix:
    """Call every route as every role."""
    matrix: Matrix = {}
    for role, actor in stage.actors.items():
        app, world = _app(stage, role)
        door = Door(app, world)
        for name, rule, method in calls_of(app):
            path = path_of(rule, stage.values)
            matrix.setdefault(name, {})[role] = _status(door, actor, method, path)
        world.store.engine.dispose()
    return matrix


def written(matrix: Matrix) -> str:
    """The matrix as its file keeps it: one line a route, roles with one answer together."""
    lines = [HEAD]
    for name in sorted(matrix):
        by_status: dict[int, list[str]] = {}
        for role, status in matrix[name].items():
            by_status.setdefault(status, []).append(role)
        told = ", ".join(
            f"{status} = {json.dumps(roles)}" for status, roles in sorted(by_status.items())
        )
        lines.append(f'"{name}" = {{ {told} }}\n')
    return "".join(lines)


def main() -> None:
    """Write the matrix anew."""
    with tempfile.TemporaryDirectory() as folder:
        empty = open_store(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        upgrade(empty)
        loaded_into(Path(folder), empty)
        MATRIX.write_text(written(measure(staged(Path(folder)))), encoding="utf-8")


if __name__ == "__main__":
    main()
