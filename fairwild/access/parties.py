"""In what respect an organisation or a person is a party of a thing."""

from enum import StrEnum


class Party(StrEnum):
    """How an organisation or a person stands to a thing."""

    ITSELF = "itself"
    OPERATOR = "operator"
    BODY = "body"
    MANDATOR = "mandator"
    HOLDER = "holder"
    SENDER = "sender"
    RECEIVER = "receiver"
    PERSON = "person"
