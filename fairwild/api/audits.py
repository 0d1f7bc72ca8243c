"""The API's room `audits`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_audits", __name__, url_prefix="/audits")
