"""Loading the demonstration: everything in one transaction, or nothing."""

from dataclasses import replace
from uuid import UUID

from fairwild.accounts.operations import accept_invitation, create_administrator, invite
from fairwild.audits.states import AuditKind
from fairwild.demo import (
    aftermath,
    applications,
    bibhitaki,
    blend,
    calendar,
    certification,
    checking,
    competences,
    complaints,
    desk,
    jatamansi,
    jiaogulan,
    liquorice,
    risk,
    valdagri,
)
from fairwild.demo.cast import ALPEN, MEKONG, PASSWORD, SCHEME, TROUPES, Player, Troupe
from fairwild.demo.stage import Stage
from fairwild.kernel.actors import NOBODY, Actor, Post, Role
from fairwild.organisations.operations import (
    approve_body,
    end_membership,
    register_nationally,
    register_organisation,
)
from fairwild.organisations.queries import find_account, find_scheme_owner, people_of
from fairwild.organisations.states import ApprovalStatus
from fairwild.species.operations import register_species
from fairwild.store.engine import Store
from fairwild.store.files import FileStorage
from fairwild.unit_of_work import begin, begin_reading, moment

BEGINNING = 900
SPECIES = (
    ("GLYGLA", "Glycyrrhiza glabra", "L.", "Fabaceae", {"en": "liquorice", "es": "regaliz"}),
    (
        "TERBEL",
        "Terminalia bellirica",
        "(Gaertn.) Roxb.",
        "Combretaceae",
        {"en": "bibhitaki", "mr": "beheda"},
    ),
    (
        "GYNPEN",
        "Gynostemma pentaphyllum",
        "(Thunb.) Makino",
        "Cucurbitaceae",
        {"en": "jiaogulan", "vi": "giảo cổ lam", "zh": "绞股蓝"},
    ),
    ("NARJAT", "Nardostachys jatamansi", "(D.Don) DC.", "Caprifoliaceae", {"en": "jatamansi"}),
)
CITES = {"NARJAT": "II"}
"""The appendix of CITES in which a species stands."""


def is_loaded(store: Store) -> bool:
    """Tell whether the demonstration is there already."""
    with begin_reading(store, NOBODY) as reading:
        owner = find_scheme_owner(reading)
        return owner is not None and owner.code == SCHEME.code


def load(store: Store, *, base_url: str, files: FileStorage) -> bool:
    """Load the demonstration unless it is there; tells whether it was loaded now."""
    if is_loaded(store):
        return False
    with begin(store, NOBODY) as work:
        stage = Stage(work, today=moment().date(), base_url=base_url, files=files)
        _gather(stage)
        _play(stage)
        work.letters.clear()  # nobody is to get mail from a play
    return True


def _gather(stage: Stage) -> None:
    """Found the organisations, give everybody an account, approve the bodies, name the plants."""
    _found_scheme(stage)
    for troupe in TROUPES[1:]:
        row = register_organisation(
            stage.acting("administrator", BEGINNING),
            kind=troupe.kind,
            code=troupe.code,
            name=troupe.name,
            country=troupe.country,
            address=troupe.address,
            time_zone=troupe.time_zone,
            currency=troupe.currency,
            synthetic=True,
        )
        stage.organisations[troupe.code] = row.id
        for player in troupe.people:
            _engage(stage, row.id, player)
    for body in (ALPEN, MEKONG):
        _approve(stage, body)
        competences.record(stage, body.code, days_ago=BEGINNING)
    competences.remember_interests(stage, days_ago=BEGINNING)
    competences.go_along(stage, days_ago=700)
    for code, name, author, family, common_names in SPECIES:
        species = register_species(
            stage.acting("steward", BEGINNING),
            code=code,
            scientific_name=name,
            author=author,
            family=family,
            common_names=common_names,
            cites_appendix=CITES.get(code, ""),
        )
        stage.species[code] = species.id
    risk.classify(stage)


def _found_scheme(stage: Stage) -> None:
    first, *others = SCHEME.people
    work = stage.work.acting_as(NOBODY, at=stage.moment(BEGINNING))
    create_administrator(
        work,
        name=first.name,
        email=first.email,
        password=PASSWORD,
        scheme_owner_code=SCHEME.code,
        scheme_owner_name=SCHEME.name,
    )
    scheme, account = find_scheme_owner(work), find_account(work, first.email)
    assert scheme is not None and account is not None  # noqa: S101, PT018 - founded a line ago
    stage.organisations[SCHEME.code] = scheme.id
    stage.actors[first.key] = _actor(account.id, scheme.id, first.role)
    for player in others:
        _engage(stage, scheme.id, player)
    _leave_stewardship(stage, scheme.id, account.id)


def _leave_stewardship(stage: Stage, scheme_id: UUID, person_id: UUID) -> None:
    """Let the administrator be nothing else, so that each account shows one role."""
    work = stage.acting("administrator", BEGINNING, 120)
    for held in people_of(work, scheme_id):
        if held.person_id == person_id and held.role is Role.SCHEME_STEWARD:
            end_membership(work, membership_id=held.id)


def _actor(person_id: UUID, organisation_id: UUID, role: Role) -> Actor:
    return Actor(person_id, frozenset({Post(organisation_id, role)}), organisation_id)


def _engage(stage: Stage, organisation_id: UUID, player: Player) -> None:
    """Invite a player and let them accept, the way every person comes into the house."""
    _link, secret = invite(
        stage.acting("administrator", BEGINNING),
        organisation_id=organisation_id,
        email=player.email,
        role=player.role,
    )
    visitor = stage.work.acting_as(NOBODY, at=stage.moment(BEGINNING, 60))
    person_id = accept_invitation(visitor, secret=secret, name=player.name, password=PASSWORD)
    stage.actors[player.key] = _actor(person_id, organisation_id, player.role)


def _approve(stage: Stage, body: Troupe) -> None:
    approve_body(
        stage.acting("steward", BEGINNING),
        body_id=stage.organisations[body.code],
        status=ApprovalStatus.FULL,
        standard=certification.STANDARD,
        standard_version=certification.VERSION,
        valid_from=stage.day(BEGINNING),
    )
    register_nationally(
        stage.acting("steward", BEGINNING, 30),
        body_id=stage.organisations[body.code],
        country=body.country,
        authority="National accreditation office (demonstration)",
        number=f"{body.code}-17065",
        registered_on=stage.day(BEGINNING),
        note="Accredited under ISO/IEC 17065.",
    )


def _play(stage: Stage) -> None:
    """Let the stories run: prepare, certify, collect, sell, blend, and what came after."""
    for story in (liquorice, bibhitaki, jiaogulan, valdagri):
        story.prepare(stage)
    applications.play_first(stage)
    certification.certify(stage, certification.JIAOGULAN, days_ago=480)
    jiaogulan.play(stage)
    suspended = certification.certify(stage, certification.BIBHITAKI, days_ago=262)
    bibhitaki.play(stage)
    certification.certify(stage, certification.LIQUORICE, days_ago=212)
    liquorice.play(stage)
    certification.certify(stage, certification.LIQUIRIZIA, days_ago=216)
    valdagri.play(stage)
    blend.play(stage)
    jatamansi.play(stage)
    certification.suspend(stage, suspended, days_ago=20)
    aftermath.play(stage)
    complaints.play(stage)
    _leave_work_for_today(stage)


def _leave_work_for_today(stage: Stage) -> None:
    """Leave something to do at each step: to score, to evaluate, to decide."""
    certification.recommend(stage, replace(certification.LIQUORICE, year=2), days_ago=30)
    renewal = replace(certification.JIAOGULAN, year=2)
    certification.report(stage, renewal, days_ago=9)
    applications.play_last(stage)
    follow_up = certification.plan(
        stage, certification.BIBHITAKI, days_ago=1, kind=AuditKind.ADDITIONAL
    )
    desk.play(stage, follow_up, indicator="5.1.a", days_ago=1)
    certification.score(stage, certification.BIBHITAKI, follow_up, days_ago=1, part=40)
    checking.play(stage)
    calendar.play(stage)


def accounts() -> list[tuple[Troupe, Player]]:
    """List everybody who can sign in, organisation by organisation."""
    return [(troupe, player) for troupe in TROUPES for player in troupe.people]


def roles_shown() -> list[tuple[Troupe, Player]]:
    """List one account a role, the first of each."""
    shown: dict[Role, tuple[Troupe, Player]] = {}
    for troupe, player in accounts():
        shown.setdefault(player.role, (troupe, player))
    return list(shown.values())
