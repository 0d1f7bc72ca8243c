"""What stands against the scheme owner's deeds: bodies, classes of risk, texts of standards."""

import csv
import io
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.organisations.operations import register_nationally
from tests.applications_builders import answered, written
from tests.audits_builders import Scene, classify, planned
from tests.refusals.doors import Ask, Doors, alike, api_refuses, both, refuses
from tests.refusals.texts import TEXT
from tests.refusals.verdicts import changed

PDF = b"%PDF-1.7\n%%EOF"


def one_of(scene: Scene, table: str) -> UUID:
    """Give the only row of a table."""
    with scene.world.store.reading() as session:
        return UUID(str(session.connection().exec_driver_sql(f"select id from {table}").scalar()))


def approving(scene: Scene, body_id: UUID, **changes: Any) -> Doors:
    """Approve a body at both doors."""
    said = {"status": "full", "valid_from": "2026-01-01"}
    lists = {"countries_in": ["ES"], "countries_out": []} | changes
    page = said | {f"{name}[]": codes for name, codes in lists.items()}
    page |= {"standard_and_version": "fairwild 2.0"}
    api = said | lists | {"standard": "fairwild", "standard_version": "2.0"}
    where = f"/organisations/{body_id}"
    return both(scene.world.steward(), f"{where}/approve", page, f"{where}/approvals", api)


@refuses("not-a-body")
def an_operator_approved_to_certify(scene: Scene) -> Doors:
    return approving(scene, scene.operator_id)


@refuses("country-in-and-out")
def a_country_that_is_in_and_out(scene: Scene) -> Doors:
    return approving(scene, scene.body_id, countries_out=["ES"])


def approval(scene: Scene, status: str, reason: str) -> Doors:
    """Change an approval at both doors."""
    known = one_of(scene, "body_approval")
    said, who = {"status": status, "reason": reason}, scene.world.steward()
    api = f"/organisations/{scene.body_id}/approvals/{known}"
    return Doors(Ask(who, f"/approvals/{known}/status", said), Ask(who, api, said, how="PATCH"))


@refuses("approval-cannot-become")
def a_withdrawn_approval_made_preliminary(scene: Scene) -> Doors:
    changed(scene, "update body_approval set status = 'withdrawn'")
    return approval(scene, "preliminary", "A word.")


@refuses("approval-needs-a-reason")
def an_approval_suspended_without_a_reason(scene: Scene) -> Doors:
    return approval(scene, "suspended", "")


def registering(scene: Scene, body_id: UUID) -> Doors:
    """Register a body with an authority at both doors."""
    said = {
        "country": "ES",
        "authority": "Ministry",
        "number": "ES-1",
        "registered_on": "2025-01-01",
    }
    where, who = f"/organisations/{body_id}/registrations", scene.world.steward()
    return both(who, f"{where}/new", said, where)


@refuses("not-a-body-to-register")
def an_operator_registered_with_an_authority(scene: Scene) -> Doors:
    return registering(scene, scene.operator_id)


def registered(scene: Scene) -> UUID:
    """Register the body with an authority."""
    with scene.world.work(scene.office) as work:
        return register_nationally(
            work,
            body_id=scene.body_id,
            country="ES",
            authority="Ministry",
            number="ES-1",
            registered_on=date(2025, 1, 1),
        ).id


@refuses("national-number-taken")
def a_number_of_an_authority_used_twice(scene: Scene) -> Doors:
    registered(scene)
    return registering(scene, scene.body_id)


@refuses("registration-over")
def a_registration_ended_twice(scene: Scene) -> Doors:
    known = registered(scene)
    changed(scene, "update national_registration set ended_on = '2026-01-01'")
    return alike(scene.office, f"/registrations/{known}/end")


def classing(scene: Scene, **changes: Any) -> Doors:
    """Class a species at both doors."""
    said = {"part": "root", "country": "ES", "risk_class": "high", "document": "RA-2"} | changes
    factors = said.pop("factors", ["part-harvested"])
    who = scene.world.steward()
    page, api = said | {"factors[]": factors}, said | {"factors": factors}
    where = f"/species/{scene.species_id}"
    return both(who, f"{where}/risk-class", page, f"{where}/risk-classes", api)


@refuses("risk-without-factors")
def a_high_class_for_no_reason(scene: Scene) -> Doors:
    return classing(scene, factors=[], valid_from="2026-03-02")


@refuses("risk-already-classed-then")
def another_class_for_days_gone(scene: Scene) -> Doors:
    return classing(scene, valid_from="2025-03-02")


@refuses("risk-class-over")
def a_class_ended_that_is_over(scene: Scene) -> Doors:
    known = classify(scene.world, scene.species_id, country="PT", valid_until=date(2025, 1, 1))
    return alike(scene.world.steward(), f"/risk-classes/{known}/end", {"reason": "Wrong basin."})


@refuses("risk-document-kept")
def a_second_document_of_a_class(scene: Scene) -> Doors:
    known = one_of(scene, "risk_classification")
    changed(scene, "update risk_classification set sha256 = 'a', file_name = 'a.pdf'")
    who, where = scene.world.steward(), f"/risk-classes/{known}/file"
    page = Ask(who, where, {"file": (io.BytesIO(PDF), "class.pdf")})
    return Doors(page, Ask(who, where, {"file": (io.BytesIO(PDF), "class.pdf")}, files=True))


@refuses("species-code-taken", "species-name-taken")
def a_species_made_known_twice(scene: Scene) -> Doors:
    said = {
        "code": "GLYGLA",
        "scientific_name": "Glycyrrhiza glabra",
        "author": "L.",
        "family": "Fabaceae",
    }
    return both(scene.world.steward(), "/species/new", said, "/species")


# texts of standards

HEAD = {
    "name": "fairwild",
    "standard_version": "3.0",
    "title": "FairWild Standard",
    "published": "2023",
    "valid_from": "2023-01-01",
    "language": "en",
    "evidence": "confirmed",
}


def table(rows: list[list[str]]) -> dict[str, Any]:
    """Give a table as a file."""
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return {"file": (io.BytesIO(page.getvalue().encode()), "text.csv")}


def importing(scene: Scene, rows: list[list[str]], **changes: str) -> Doors:
    """Import the text of a standard at both doors."""
    who, head = scene.world.steward(), HEAD | changes
    page = Ask(who, "/scheme/standards/import", head | table(rows))
    where = f"/scheme/standards?{urlencode(head)}"
    return Doors(page, Ask(who, where, table(rows), files=True))


@refuses("standard-has-faults")
def a_text_with_faults(scene: Scene) -> Doors:
    return importing(scene, [*TEXT, ["indicator", "9.9.z", "", "Nowhere", "", "", "", ""]])


@refuses("standard-sample-confirmed")
def a_sample_called_confirmed(scene: Scene) -> Doors:
    return importing(scene, [*TEXT[:-1], [*TEXT[-1][:-1], "true"]])


@api_refuses("standard-counts-differ")
def a_text_with_other_counts_than_known(scene: Scene) -> Doors:
    return Doors(None, importing(scene, TEXT).api)


@refuses("standard-in-use")
def the_text_of_a_version_audits_are_planned_under(scene: Scene) -> Doors:
    planned(scene)
    return importing(scene, TEXT, standard_version="2.0")


@refuses("standard-assessed")
def the_text_of_a_version_operators_answered(scene: Scene) -> Doors:
    answered(scene, written(scene))
    return importing(scene, TEXT, standard_version="2.0")


# who may hold which roles


def inviting(scene: Scene, organisation_id: UUID, role: str, email: str = "n@example.org") -> Doors:
    """Invite somebody to a role at both doors."""
    said = {"email": email, "role": role}
    who = scene.world.somebody(Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER)
    who = scene.office if organisation_id == scene.body_id else who
    where = f"/organisations/{organisation_id}"
    return both(who, f"{where}/invite", said, f"{where}/invitations")


@refuses("role-not-of-kind")
def a_manager_of_an_operator_in_a_body(scene: Scene) -> Doors:
    return inviting(scene, scene.body_id, "operator-manager")


@refuses("last-of-role")
def the_last_of_an_office_who_leaves(scene: Scene) -> Doors:
    with scene.world.store.reading() as session:
        sql = "select id from membership where role = 'body-office'"
        post = UUID(str(session.connection().exec_driver_sql(sql).scalar()))
    api = f"/organisations/{scene.body_id}/people/{post}"
    page = Ask(scene.office, f"/memberships/{post}/end")
    return Doors(page, Ask(scene.office, api, how="DELETE"))


def judging_too(scene: Scene, role: Role, wanted: str) -> Doors:
    """Invite to the body somebody who runs the system or the scheme."""
    owner = scene.world.organisation(OrganisationKind.SCHEME_OWNER)
    scene.world.person((owner, role), email="rita@example.org")
    return inviting(scene, scene.body_id, wanted, "rita@example.org")


@refuses("administrator-may-not-judge")
def an_administrator_who_would_decide(scene: Scene) -> Doors:
    return judging_too(scene, Role.SYSTEM_ADMINISTRATOR, "certifier")


@refuses("administrator-runs-no-body")
def an_administrator_who_would_run_an_office(scene: Scene) -> Doors:
    return judging_too(scene, Role.SYSTEM_ADMINISTRATOR, "body-office")


@refuses("steward-may-not-judge")
def a_steward_who_would_evaluate(scene: Scene) -> Doors:
    return judging_too(scene, Role.SCHEME_STEWARD, "evaluator")


@refuses("organisation-code-taken", "organisation-name-taken")
def an_organisation_registered_twice(scene: Scene) -> Doors:
    said = {"kind": "operator", "code": "LIQ", "name": "Regaliz del Sur", "country": "ES"}
    who = scene.world.somebody(Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER)
    return both(who, "/organisations/new", said, "/organisations")
