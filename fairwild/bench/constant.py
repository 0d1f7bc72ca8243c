"""The least a Flask application can do: one route, one constant."""

from flask import Flask

ANSWER = b'{"constant": true}'


def app() -> Flask:
    """Make the application that others are compared with."""
    made = Flask("constant")

    @made.get("/")
    def constant() -> tuple[bytes, dict[str, str]]:
        """Answer the same bytes to everybody."""
        return ANSWER, {"Content-Type": "application/json"}

    return made
