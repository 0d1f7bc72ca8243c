"""The documentation page of the API, from vendored files only."""

from flask import Blueprint, render_template

blueprint = Blueprint("api_docs", __name__)


@blueprint.get("/api/v1/docs")
def show() -> str:
    """Show Swagger UI over the OpenAPI document."""
    return render_template("pages/api_docs.html")
