"""The own account as the API and the forms carry it."""

from typing import Any

from marshmallow import fields, validate

from fairwild.access.secrets import MAX_PASSWORD_LENGTH
from fairwild.kernel.actors import Role
from fairwild.schemas.base import CHOSEN, MISSING, Moment, Order, SeenRow, Word, line
from fairwild.schemas.organisations import email

MAX_TOKEN_DAYS = 3650


def password() -> fields.String:
    """Give a field for a password; how good it is, the rules say."""
    size = validate.Length(min=1, max=MAX_PASSWORD_LENGTH, error="too-long")
    return fields.String(required=True, validate=size, error_messages=MISSING, load_only=True)


class SignInSchema(Order):
    """E-mail and password, and where to go after."""

    email = email()
    password = password()
    next = fields.String(load_default="", validate=validate.Length(max=2000))


class ForgottenSchema(Order):
    """The address that a way to a new password is mailed to."""

    email = email()


class NewPasswordSchema(Order):
    """A new password, chosen by a mailed link."""

    password = password()


class ChangePasswordSchema(NewPasswordSchema):
    """A new password for the present one."""

    old_password = password()


class AcceptInvitationSchema(Order):
    """How an invited person comes in; the name is for those without an account."""

    name = line(required=False)
    password = password()


class ProfileSchema(Order):
    """How a person is called and which language they read."""

    name = line()
    language = line(longest=20)


class WorkplaceSchema(Order):
    """For which of several organisations a person works."""

    organisation_id = fields.UUID(required=True, error_messages=CHOSEN)


class TokenFormSchema(Order):
    """A key to the API as the page orders it."""

    token_name = line(longest=100)
    valid_days = fields.Integer(
        required=True,
        validate=validate.Range(min=0, max=MAX_TOKEN_DAYS, error="unknown"),
        error_messages={**MISSING, "invalid": "unknown"},
    )


class MakeTokenSchema(Order):
    """A key to the API to make; without `expires_at` it lasts until it is revoked."""

    name = line(longest=100)
    expires_at = Moment(load_default=None, allow_none=True)


class TokenSchema(SeenRow):
    """A key to the API without its secret."""

    name = fields.String()
    prefix = fields.String()
    made_at = Moment()
    expires_at = Moment(allow_none=True)
    used_at = Moment(allow_none=True)


class MadeTokenSchema(TokenSchema):
    """A new key with its secret, which is never told again."""

    secret = fields.String(required=True)


class SessionSchema(SeenRow):
    """A device on which the person is signed in."""

    device = fields.String()
    address = fields.String()
    started_at = Moment()
    seen_at = Moment()
    expires_at = Moment()


class PostHeldSchema(Order):
    """A role that the person holds."""

    organisation_id = fields.UUID()
    role = Word(Role)


class MeSchema(Order):
    """Who the token stands for."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    organisation_id = fields.UUID(allow_none=True)
    posts = fields.List(fields.Nested(PostHeldSchema()))


def me(known: Any) -> dict[str, Any]:
    """Turn an identity at the door into what `MeSchema` tells."""
    posts = sorted(known.actor.posts, key=lambda post: (str(post.organisation_id), post.role))
    return {
        "id": known.actor.person_id,
        "name": known.name,
        "email": known.email,
        "language": known.language,
        "organisation_id": known.actor.organisation_id,
        "posts": posts,
    }
