"""New passwords, by the old one or by a mailed link."""

from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.secrets import digest, hash_password, password_fits
from fairwild.accounts import rules
from fairwild.accounts.events import NewPasswordLinkUsed, NewPasswordRequested
from fairwild.accounts.letters import NewPasswordLetter, Writer
from fairwild.accounts.operations.sessions import revoke_sessions_of
from fairwild.accounts.operations.tries import forget_email
from fairwild.accounts.queries import check_link, find_link
from fairwild.accounts.records import LinkPurpose, MailedLink
from fairwild.kernel.codes import new_secret
from fairwild.kernel.refusals import NotAllowed, NotFound, Obstacle, Refused
from fairwild.organisations.operations import set_password_hash
from fairwild.organisations.queries import AccountFacts, find_account, get_account
from fairwild.unit_of_work import UnitOfWork


def fresh_hash(work: UnitOfWork, *, password: str, email: str, name: str) -> str:
    """Give what is kept of a new password; refuses one that is easy to guess."""
    typed = rules.settled(password)
    work.refuse_if(rules.obstacles_to_password(typed, email=email, name=name))
    return hash_password(typed)


def change_password(
    work: UnitOfWork, *, old_password: str, password: str, session_id: UUID | None
) -> None:
    """Give the actor a new password for the old one; every other device is signed out."""
    if work.actor.person_id is None:
        raise NotAllowed(Action.USE_OWN_ACCOUNT)
    account = get_account(work, work.actor.person_id)
    if not password_fits(rules.settled(old_password), account.password_hash):
        raise Refused([Obstacle("old-password-wrong", at="old_password")])
    same = rules.settled(old_password) == rules.settled(password)
    work.refuse_if(rules.obstacles_to_new_password(password, is_old_one=same))
    _set(work, account, password)
    revoke_sessions_of(work, account.id, but=session_id)
    forget_email(work, email=account.email)


def _set(work: UnitOfWork, account: AccountFacts, password: str) -> None:
    hashed = fresh_hash(work, password=password, email=account.email, name=account.name)
    set_password_hash(work, person_id=account.id, password_hash=hashed)


def mail_new_password_link(
    work: UnitOfWork, *, email: str, write: Writer[NewPasswordLetter]
) -> None:
    """Mail a way to a new password, good once and for an hour.

    An address without an account gets a letter too, which says so: neither the answer nor
    the time it takes tells the one who asked whether there is an account.
    """
    account = find_account(work, rules.small(email))
    expires_at = work.now + rules.NEW_PASSWORD_LINK_GOOD_FOR
    if account is None or account.closed:
        nobody = NewPasswordLetter(rules.small(email), None, "", None, expires_at)
        work.post(write(nobody))
        return
    secret = new_secret()
    link = MailedLink(
        purpose=LinkPurpose.PASSWORD_RESET,
        email=account.email,
        secret_digest=digest(secret),
        made_at=work.now,
        expires_at=expires_at,
    )
    work.add(link)
    work.record(NewPasswordRequested(subject=link.id, person_id=account.id))
    letter = NewPasswordLetter(account.email, secret, account.name, account.language, expires_at)
    work.post(write(letter))


def take_link(work: UnitOfWork, *, secret: str, purpose: LinkPurpose) -> MailedLink:
    """Hold the link that this secret opens; the secret is the permission.

    Raises NotFound for a wrong secret and Refused for a link that opens nothing any more.
    """
    known = find_link(work, secret, purpose)
    held = select(MailedLink).where(MailedLink.id == known.id).with_for_update()
    link = work.session.scalars(held.execution_options(populate_existing=True)).one()
    check_link(work, link)
    return link


def choose_new_password(work: UnitOfWork, *, secret: str, password: str) -> None:
    """Give the owner of a mailed link a new password; every device is signed out."""
    link = take_link(work, secret=secret, purpose=LinkPurpose.PASSWORD_RESET)
    account = find_account(work, link.email)
    if account is None or account.closed:
        raise NotFound("person")
    _set(work, account, password)
    link.used_at = work.now
    work.record(NewPasswordLinkUsed(subject=link.id, person_id=account.id))
    revoke_sessions_of(work, account.id)
    forget_email(work, email=account.email)
