"""Inviting people by a mailed link instead of an open registration."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.access.secrets import digest, password_fits
from fairwild.accounts import rules
from fairwild.accounts.events import InvitationAccepted, InvitationWithdrawn, PersonInvited
from fairwild.accounts.letters import InvitationLetter, Writer
from fairwild.accounts.operations.passwords import fresh_hash, take_link
from fairwild.accounts.queries import pending_invitations
from fairwild.accounts.records import LinkPurpose, MailedLink
from fairwild.kernel.actors import Role
from fairwild.kernel.codes import new_secret
from fairwild.kernel.refusals import Invalid, NotFound, Obstacle, Refused
from fairwild.organisations.operations import grant_role, register_person
from fairwild.organisations.queries import (
    AccountFacts,
    OrganisationFacts,
    find_account,
    get_organisation,
    posts_of,
)
from fairwild.organisations.rules import obstacles_to_role
from fairwild.unit_of_work import UnitOfWork


def invite(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    email: str,
    role: Role,
    write: Writer[InvitationLetter] | None = None,
) -> tuple[MailedLink, str]:
    """Invite somebody to a role by a link that is good once and for a week; gives its secret.

    `write` puts the letter into words; without it no letter is sent.
    """
    organisation = get_organisation(work, organisation_id)
    work.may(Action.INVITE_PERSON, on=Of(Party.ITSELF, organisation_id))
    address = rules.small(email)
    _refuse_to_invite(work, organisation, address, role)
    secret = new_secret()
    link = MailedLink(
        purpose=LinkPurpose.INVITATION,
        email=address,
        organisation_id=organisation_id,
        role=role,
        secret_digest=digest(secret),
        made_by=work.actor.person_id,
        made_at=work.now,
        expires_at=work.now + rules.INVITATION_GOOD_FOR,
    )
    work.add(link)
    invited = PersonInvited(
        subject=link.id, organisation_id=organisation_id, role=role, expires_at=link.expires_at
    )
    work.record(invited)
    if write is not None:
        facts = InvitationLetter(address, secret, organisation.name, role, link.expires_at)
        work.post(write(facts))
    return link, secret


def _refuse_to_invite(
    work: UnitOfWork, organisation: OrganisationFacts, email: str, role: Role
) -> None:
    account = find_account(work, email)
    posts = posts_of(work.session, account.id) if account else []
    found = list(obstacles_to_role(role, organisation.kind, held={post.role for post in posts}))
    if (organisation.id, role) in {(post.organisation_id, post.role) for post in posts}:
        found.append(Obstacle("role-already-held", {"email": email, "role": role}, at="email"))
    pending = pending_invitations(work, organisation.id)
    if (email, role) in {(link.email, link.role) for link in pending}:
        found.append(Obstacle("invitation-pending", {"email": email, "role": role}, at="email"))
    work.refuse_if(found)


def withdraw_invitation(work: UnitOfWork, *, link_id: UUID) -> MailedLink:
    """Make an invitation open nothing from this moment."""
    link = work.take(MailedLink, link_id, to=Action.INVITE_PERSON)
    if link.organisation_id is None or link.role is None:
        raise NotFound("mailed_link")
    if link.used_at is not None:
        raise Refused([Obstacle("link-used")])
    if link.withdrawn_at is None:
        link.withdrawn_at = work.now
        house = {"organisation_id": link.organisation_id, "role": link.role}
        work.record(InvitationWithdrawn(subject=link.id, **house))  # type: ignore[arg-type]  # a dict of mixed values
    return link


def accept_invitation(
    work: UnitOfWork, *, secret: str, name: str = "", password: str, language: str = "en"
) -> UUID:
    """Let an invited person in and give their id.

    A new person sets name and password; one who has an account confirms with its password.
    """
    link = take_link(work, secret=secret, purpose=LinkPurpose.INVITATION)
    if link.organisation_id is None or link.role is None:
        raise NotFound("mailed_link")
    account = find_account(work, link.email)
    if account is not None:
        _confirm(account, password)
    person_id = account.id if account else _newcomer(work, link.email, name, password, language)
    grant_role(work, person_id=person_id, organisation=link.organisation_id, role=link.role)
    link.used_at = work.now
    work.record(
        InvitationAccepted(
            subject=link.id,
            person_id=person_id,
            organisation_id=link.organisation_id,
            role=link.role,
        )
    )
    return person_id


def _confirm(account: AccountFacts, password: str) -> None:
    fits = password_fits(rules.settled(password), account.password_hash)
    if not fits or account.closed:
        raise Refused([Obstacle("sign-in-refused")])


def _newcomer(work: UnitOfWork, email: str, name: str, password: str, language: str) -> UUID:
    if not name.strip():
        raise Invalid({"name": "missing"})
    hashed = fresh_hash(work, password=password, email=email, name=name)
    newcomer = {"name": name.strip(), "email": email, "password_hash": hashed}
    return register_person(work, **newcomer, language=language).id
