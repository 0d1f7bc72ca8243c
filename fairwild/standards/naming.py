"""Under which id the ledger keeps what happened to a version of a standard."""

from uuid import NAMESPACE_URL, UUID, uuid5


def lock_of(standard: str, version: str) -> str:
    """Name what is held together by who begins to use a version, alone by who changes its text."""
    return f"standard:{standard}:{version}"


def subject_of(name: str, version: str) -> UUID:
    """Give the id of a version of a standard; the same in every installation."""
    return uuid5(NAMESPACE_URL, f"standard:{name}:{version}")


def subject_of_numbers(version: str) -> UUID:
    """Give the id of a table of the scheme's numbers; the same in every installation."""
    return uuid5(NAMESPACE_URL, f"numbers:{version}")
