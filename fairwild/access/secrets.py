"""Passwords by Argon2id, and digests of secrets that are shown once."""

import hashlib
import os
import threading

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 256
_MEMORY_KIB = 19 * 1024
_ITERATIONS = 2
_AT_ONCE = threading.BoundedSemaphore(4)  # memory x concurrent sign-ins stays bounded
_NOBODY_HAS_THIS = (
    "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg"
    "$q83vEjRWeJC8mrwQ/jYq1QhPXrE9iYv1yBn2v3Yh5pY"
)


def hash_password(password: str) -> str:
    """Give the PHC string of a password (Argon2id, 19 MiB, two passes: OWASP's figures)."""
    with _AT_ONCE:
        kdf = Argon2id(
            salt=os.urandom(16),
            length=32,
            iterations=_ITERATIONS,
            lanes=1,
            memory_cost=_MEMORY_KIB,
        )
        return kdf.derive_phc_encoded(password.encode())


def password_fits(password: str, phc: str | None) -> bool:
    """Tell whether the password is the right one; takes as long when there is no account."""
    with _AT_ONCE:
        try:
            Argon2id.verify_phc_encoded(password.encode(), phc or _NOBODY_HAS_THIS)
        except InvalidKey:
            return False
        return phc is not None


def digest(secret: str) -> str:
    """Give what is stored of a session, token or link secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()
