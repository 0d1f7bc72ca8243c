"""The words of the room `accounts`, and its letters."""

from flask_babel import LazyString, force_locale, gettext
from flask_babel import lazy_gettext as _l

from fairwild.accounts.letters import InvitationLetter, NewPasswordLetter
from fairwild.mail.letters import Letter
from fairwild.wording.figures import day, time_of_day
from fairwild.wording.organisations import WORDS as ORGANISATION_WORDS

OBSTACLES: dict[str, LazyString] = {
    "sign-in-refused": _l("E-mail and password do not fit together."),
    "too-many-tries": _l("There were too many tries. Please try again in %(minutes)s min."),
    "password-too-short": _l("A password needs at least %(least)s characters."),
    "password-too-long": _l("A password has at most %(most)s characters."),
    "password-too-common": _l(
        "This password is one of the first that anybody would guess. A few words that have "
        "nothing to do with one another make a good one."
    ),
    "password-is-own-name": _l("Your own name or address cannot be the password."),
    "password-unchanged": _l("This is the password you have already."),
    "old-password-wrong": _l("The present password is not right."),
    "link-used": _l("This link has been used already; it is good only once."),
    "link-withdrawn": _l("This invitation was taken back by those who sent it."),
    "link-expired": _l("This link was good until %(expired_at)s."),
    "role-already-held": _l("%(email)s is already %(role)s of this organisation."),
    "invitation-pending": _l(
        "%(email)s is already invited as %(role)s. Withdraw that invitation to send a new one."
    ),
    "email-taken": _l("There is already an account with this e-mail."),
    "administrator-exists": _l("Somebody administers this system already."),
}

EVENTS: dict[str, LazyString] = {
    "signed-in": _l("Signed in"),
    "session-revoked": _l("Signed out"),
    "workplace-chosen": _l("Organisation to work for chosen"),
    "token-made": _l("API token made"),
    "token-revoked": _l("API token revoked"),
    "person-invited": _l("Person invited"),
    "invitation-withdrawn": _l("Invitation withdrawn"),
    "invitation-accepted": _l("Invitation accepted"),
    "new-password-requested": _l("New password asked for"),
    "new-password-link-used": _l("New password chosen by a mailed link"),
}

WORDS: dict[str, LazyString] = {
    "LinkPurpose:invitation": _l("invitation"),
    "LinkPurpose:password-reset": _l("new password"),
}


def invitation_letter(facts: InvitationLetter, *, link: str) -> Letter:
    """Write to somebody who is invited to a role."""
    role = str(ORGANISATION_WORDS[f"Role:{facts.role}"])
    said = {"organisation": facts.organisation_name, "role": role, "link": link}
    subject = gettext("Invitation to %(organisation)s in the FairWild tracker", **said)
    body = gettext(
        "Hello,\n"
        "\n"
        "you are invited to work for %(organisation)s in the FairWild tracker.\n"
        "Your role there: %(role)s.\n"
        "\n"
        "Open this link to come in. It is good once, until %(day)s:\n"
        "\n"
        "%(link)s\n"
        "\n"
        "If you did not expect this, you need not do anything.\n",
        day=day(facts.expires_at.date()),
        **said,
    )
    return Letter(facts.to, _one_line(subject), body)


def new_password_letter(facts: NewPasswordLetter, *, link: str | None, home: str) -> Letter:
    """Write to somebody who asked for a new password, in the language of their account."""
    if link is None:
        return _no_account_letter(facts, home)
    with force_locale(facts.language or "en"):
        body = gettext(
            "Hello %(name)s,\n"
            "\n"
            "somebody asked for a new password for your account. If it was you, open this\n"
            "link. It is good once, until %(until)s:\n"
            "\n"
            "%(link)s\n"
            "\n"
            "If it was not you, you need not do anything; your password stays as it is.\n",
            name=facts.name,
            until=time_of_day(facts.expires_at),
            link=link,
        )
        return Letter(facts.to, gettext("A new password for the FairWild tracker"), body)


def _no_account_letter(facts: NewPasswordLetter, home: str) -> Letter:
    body = gettext(
        "Hello,\n"
        "\n"
        "somebody asked for a new password with this address at %(home)s.\n"
        "There is no account with this address. If you have one, it is under another\n"
        "address; if not, you need not do anything.\n",
        home=home,
    )
    return Letter(facts.to, gettext("A new password for the FairWild tracker"), body)


def _one_line(subject: str) -> str:
    return " ".join(subject.split())
