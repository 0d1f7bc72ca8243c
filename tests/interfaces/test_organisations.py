"""Organisations through the pages and the API."""

from uuid import UUID, uuid4

import pytest

from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.settings import Settings
from tests.accounts_builders import letters
from tests.builders import World
from tests.doors import Door

BODY = {"kind": "certification-body", "code": "CBX", "name": "Nordic Control", "country": "SE"}
PLACES = {"time_zone": "Europe/Stockholm", "currency": "SEK"}
APPROVAL = {
    "standard": "fairwild",
    "standard_version": "2.0",
    "status": "full",
    "valid_from": "2026-01-01",
}


def a_body(world: World) -> tuple[Actor, str]:
    """Register a steward and a certification body."""
    body = world.organisation(OrganisationKind.CERTIFICATION_BODY, name="Nordic Control")
    return world.steward(), str(body)


def test_a_steward_registers_a_body_and_finds_it(door: Door) -> None:
    pages = door.pages(door.world.steward())
    answer = pages.post("/organisations/new", data=BODY | PLACES, follow_redirects=True)
    assert "Nordic Control is registered." in answer.text
    assert "Not approved yet" in answer.text
    found = pages.get("/organisations?kind=certification-body&q=nordic&sort=code").text
    assert "Nordic Control" in found
    assert "Sweden" in found
    assert "Nothing found" in pages.get("/organisations?q=nowhere").text
    assert pages.get("/organisations?kind=nonsense&sort=nonsense").status_code == 200


def test_what_is_wrong_with_an_organisation_is_said_at_the_fields(door: Door) -> None:
    pages = door.pages(door.world.steward())
    wrong = {"kind": "club", "code": "c b", "name": "", "country": "ZZ", "email": "nobody"}
    wrong |= {"website": "javascript:alert(1)", "time_zone": "Mars/Base", "currency": "XXX"}
    answer = pages.post("/organisations/new", data=wrong)
    assert answer.status_code == 422
    for sentence in (
        "There is no such thing to choose.",
        "Use capital letters and digits only",
        "Please fill this in.",
        "Choose a country.",
        "Write an e-mail address",
        "Write the address of a website",
    ):
        assert sentence in answer.text


def test_a_taken_code_is_refused_in_words(door: Door) -> None:
    pages = door.pages(door.world.steward())
    pages.post("/organisations/new", data=BODY | PLACES)
    answer = pages.post("/organisations/new", data=BODY | PLACES)
    assert answer.status_code == 409
    assert "The code CBX already belongs to another organisation." in answer.text
    assert "Nordic Control is already registered." in answer.text


def test_an_approval_says_whether_it_holds_today(door: Door) -> None:
    steward, body = a_body(door.world)
    pages = door.pages(steward)
    form = {"standard_and_version": "fairwild 2.0", "status": "full", "valid_from": "2026-01-01"}
    form |= {"valid_until": "2027-01-01", "countries_in[]": ["ES", "VN"]}
    page = pages.post(f"/organisations/{body}/approve", data=form, follow_redirects=True)
    assert "The approval is kept." in page.text
    assert "Spain, Vietnam" in page.text
    assert "not valid today" not in page.text
    [approval] = door.api(steward).get(f"/organisations/{body}/approvals").json
    form = {"status": "suspended", "reason": "No witness audit for a year."}
    page = pages.post(f"/approvals/{approval['id']}/status", data=form, follow_redirects=True)
    assert "not valid today" in page.text
    office = door.world.person((UUID(body), Role.BODY_OFFICE))
    assert (
        door.pages(office).post(f"/approvals/{approval['id']}/status", data=form).status_code == 403
    )


def test_an_approval_for_an_unknown_standard_is_not_understood(door: Door) -> None:
    steward, body = a_body(door.world)
    form = {"standard_and_version": "fairwild 9.9", "status": "full", "valid_from": "2026-01-01"}
    answer = door.pages(steward).post(f"/organisations/{body}/approve", data=form)
    assert answer.status_code == 422
    api = door.api(steward)
    unknown = api.post(f"/organisations/{body}/approvals", APPROVAL | {"standard_version": "9.9"})
    assert unknown.status_code == 422


def test_the_own_page_shows_people_invitations_and_why_one_has_to_stay(door: Door) -> None:
    manager = door.world.operator_manager()
    home = manager.organisation_id
    door.world.person((home, Role.BUYING_CLERK), name="Lan the clerk")
    pages = door.pages(manager)
    pages.post(
        f"/organisations/{home}/invite", data={"email": "new@example.org", "role": "buying-clerk"}
    )
    page = pages.get("/organisation").text
    assert "Lan the clerk" in page
    assert "new@example.org" in page
    assert "This is the last manager of the organisation." in page
    assert page.count("/memberships/") == 1


def test_an_ended_role_opens_nothing_from_that_moment(door: Door) -> None:
    manager = door.world.operator_manager()
    home = manager.organisation_id
    clerk = door.world.person((home, Role.BUYING_CLERK), name="Lan the clerk")
    pages, clerks = door.pages(manager), door.pages(clerk)
    assert "Lan the clerk" in clerks.get("/organisation").text
    people = door.api(manager).get(f"/organisations/{home}/people").json
    member = next(one for one in people if one["role"] == "buying-clerk")
    assert clerks.post(f"/memberships/{member['id']}/end").status_code == 403
    assert pages.post(f"/memberships/{member['id']}/end").status_code == 303
    assert clerks.get("/organisation").status_code == 403
    last = next(one for one in people if one["role"] == "operator-manager")
    refused = pages.post(f"/memberships/{last['id']}/end")
    assert refused.status_code == 409
    assert "This is the last manager of the organisation." in refused.text


def test_an_invitation_is_refused_and_withdrawn_on_the_page(door: Door) -> None:
    manager = door.world.operator_manager()
    home, pages = manager.organisation_id, door.pages(manager)
    form = {"email": "new@example.org", "role": "buying-clerk"}
    assert pages.post(f"/organisations/{home}/invite", data=form).status_code == 303
    again = pages.post(f"/organisations/{home}/invite", data=form)
    assert again.status_code == 409
    assert "new@example.org is already invited as buying clerk." in again.text
    [pending] = door.api(manager).get(f"/organisations/{home}/invitations").json
    stranger = door.pages(door.world.operator_manager())
    assert stranger.post(f"/invitations/{pending['id']}/withdraw").status_code == 404
    page = pages.post(f"/invitations/{pending['id']}/withdraw", follow_redirects=True)
    assert "The invitation is withdrawn." in page.text
    assert door.api(manager).get(f"/organisations/{home}/invitations").json == []


def test_an_administrator_is_told_why_they_may_not_judge(door: Door) -> None:
    owner = door.world.organisation(OrganisationKind.SCHEME_OWNER)
    body = door.world.organisation(OrganisationKind.CERTIFICATION_BODY)
    administrator = door.world.person((owner, Role.SYSTEM_ADMINISTRATOR), email="sam@example.org")
    form = {"email": "sam@example.org", "role": "certifier"}
    answer = door.pages(administrator).post(f"/organisations/{body}/invite", data=form)
    assert answer.status_code == 409
    assert "Who administers the system may neither score nor evaluate nor decide" in answer.text


KIND_OF = {
    Role.OPERATOR_MANAGER: OrganisationKind.OPERATOR,
    Role.BUYING_CLERK: OrganisationKind.OPERATOR,
    Role.BODY_OFFICE: OrganisationKind.CERTIFICATION_BODY,
    Role.AUDITOR: OrganisationKind.CERTIFICATION_BODY,
    Role.COMPANY_MEMBER: OrganisationKind.COMPANY,
    Role.SCHEME_STEWARD: OrganisationKind.SCHEME_OWNER,
    Role.SYSTEM_ADMINISTRATOR: OrganisationKind.SCHEME_OWNER,
}


@pytest.mark.parametrize(
    ("role", "own", "foreign", "new"),
    [
        (Role.OPERATOR_MANAGER, 200, 403, 403),
        (Role.BUYING_CLERK, 403, 403, 403),
        (Role.BODY_OFFICE, 200, 403, 403),
        (Role.AUDITOR, 403, 403, 403),
        (Role.COMPANY_MEMBER, 200, 403, 403),
        (Role.SCHEME_STEWARD, 403, 403, 200),
        (Role.SYSTEM_ADMINISTRATOR, 200, 200, 200),
    ],
)
def test_who_may_invite_and_register(
    door: Door, role: Role, own: int, foreign: int, new: int
) -> None:
    actor = door.world.somebody(role, KIND_OF[role])
    other = door.world.organisation(OrganisationKind.OPERATOR)
    pages = door.pages(actor)
    assert pages.get(f"/organisations/{actor.organisation_id}/invite").status_code == own
    assert pages.get(f"/organisations/{other}/invite").status_code == foreign
    assert pages.get("/organisations/new").status_code == new
    page = pages.get(f"/organisations/{other}")
    assert page.status_code == 200
    assert ("Invite somebody" in page.text) is (foreign == 200)


def test_visitors_see_no_organisation_page(door: Door) -> None:
    home = door.world.organisation(OrganisationKind.OPERATOR)
    for path in ("/organisations", "/organisation"):
        assert door.pages().get(path).location.startswith("/sign-in?next=")
    assert door.pages().get(f"/organisations/{home}").location.startswith("/sign-in?next=")


def test_the_page_of_an_unknown_organisation_is_not_there(door: Door) -> None:
    pages = door.pages(door.world.steward())
    assert pages.get(f"/organisations/{uuid4()}").status_code == 404


def test_editing_keeps_code_and_kind(door: Door) -> None:
    manager = door.world.operator_manager()
    home, pages = manager.organisation_id, door.pages(manager)
    form = {"name": "Hợp tác xã Dược liệu", "address": "12 Phố Huế\nHà Nội", "currency": "VND"}
    form |= {"time_zone": "Asia/Ho_Chi_Minh", "website": "https://htx.example"}
    page = pages.post(f"/organisations/{home}/edit", data=form, follow_redirects=True).text
    assert "Hợp tác xã Dược liệu" in page
    assert "Asia/Ho Chi Minh" in page
    refused = pages.post(f"/organisations/{home}/edit", data=form | {"code": "NEW"})
    seen = door.api(manager).get(f"/organisations/{home}").json
    assert (refused.status_code, seen["code"]) == (303, "ORG1")


def test_the_api_changes_an_organisation_by_its_version_only(door: Door) -> None:
    manager = door.world.operator_manager()
    path, api = f"/organisations/{manager.organisation_id}", door.api(manager)
    tag = api.get(path).headers["ETag"]
    assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert api("PATCH", path, json={"currency": "INR"}).status_code == 428
    changed = api("PATCH", path, json={"currency": "INR"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["currency"]) == (200, "INR")
    assert changed.headers["ETag"] != tag
    late = api("PATCH", path, json={"currency": "VND"}, headers={"If-Match": tag})
    assert late.status_code == 412
    unknown = {"If-Match": changed.headers["ETag"]}
    assert api("PATCH", path, json={"code": "NEW"}, headers=unknown).status_code == 422
    assert (
        door.api(door.world.operator_manager())(
            "PATCH", path, json={"currency": "VND"}, headers=unknown
        ).status_code
        == 403
    )


def test_the_api_registers_approves_invites_and_lists(door: Door) -> None:
    steward = door.world.steward()
    api = door.api(steward)
    made = api.post("/organisations", BODY)
    assert made.status_code == 201
    again = api.post("/organisations", BODY)
    assert [one["code"] for one in again.json["errors"]] == [
        "organisation-code-taken",
        "organisation-name-taken",
    ]
    path = f"/organisations/{made.json['id']}"
    approved = api.post(f"{path}/approvals", APPROVAL | {"countries_in": ["SE"]})
    assert approved.status_code == 201
    one = f"{path}/approvals/{approved.json['id']}"
    assert (
        api("PATCH", one, json={"status": "withdrawn", "reason": "Closed."}).json["status"]
        == "withdrawn"
    )
    bodies = api.get("/organisations?kind=certification-body").json
    assert [body["code"] for body in bodies] == ["CBX"]
    first = api.get("/organisations?limit=1")
    assert len(first.json) == 1
    assert 'rel="next"' in first.headers["Link"]


def test_the_api_invites_by_letter_and_never_tells_the_secret(
    door: Door, settings: Settings
) -> None:
    manager = door.world.operator_manager()
    path, api = f"/organisations/{manager.organisation_id}/invitations", door.api(manager)
    made = api.post(path, {"email": "new@example.org", "role": "buying-clerk"})
    assert made.status_code == 201
    [letter] = letters(settings.instance)
    secret = letter.get_body().get_content().partition("/invitation/")[2].split()[0]
    assert secret not in made.text + api.get(path).text
    assert api("DELETE", f"{path}/{made.json['id']}").status_code == 204
    assert door.pages().get(f"/invitation/{secret}").status_code == 410
    clerk = door.world.person((manager.organisation_id, Role.BUYING_CLERK))
    assert door.api(clerk).get(path).status_code == 403
    assert (
        door.api(clerk).post(path, {"email": "x@example.org", "role": "buying-clerk"}).status_code
        == 403
    )


def test_the_api_ends_a_role_but_not_the_last(door: Door) -> None:
    manager = door.world.operator_manager()
    door.world.person((manager.organisation_id, Role.BUYING_CLERK))
    path, api = f"/organisations/{manager.organisation_id}/people", door.api(manager)
    members = {one["role"]: one["id"] for one in api.get(path).json}
    assert api("DELETE", f"{path}/{members['buying-clerk']}").status_code == 204
    last = api("DELETE", f"{path}/{members['operator-manager']}")
    assert (last.status_code, last.json["errors"][0]["code"]) == (409, "last-of-role")
    assert door.api(door.world.operator_manager()).get(path).status_code == 403
