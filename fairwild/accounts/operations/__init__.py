"""Deeds on accounts: signing in and out, passwords, tokens, invitations."""

from fairwild.accounts.operations.beginning import (
    create_administrator,
    create_another_administrator,
)
from fairwild.accounts.operations.inviting import (
    accept_invitation,
    invite,
    withdraw_invitation,
)
from fairwild.accounts.operations.passwords import (
    change_password,
    choose_new_password,
    mail_new_password_link,
)
from fairwild.accounts.operations.sessions import (
    choose_workplace,
    revoke_other_sessions,
    revoke_session,
    sign_in,
    sign_out,
)
from fairwild.accounts.operations.tokens import make_token, revoke_token
from fairwild.accounts.operations.tries import count_complaint, count_letter, count_sign_in
from fairwild.accounts.operations.use import note_session_seen, note_token_used

__all__ = [
    "accept_invitation",
    "change_password",
    "choose_new_password",
    "choose_workplace",
    "count_complaint",
    "count_letter",
    "count_sign_in",
    "create_administrator",
    "create_another_administrator",
    "invite",
    "mail_new_password_link",
    "make_token",
    "note_session_seen",
    "note_token_used",
    "revoke_other_sessions",
    "revoke_session",
    "revoke_token",
    "sign_in",
    "sign_out",
    "withdraw_invitation",
]
