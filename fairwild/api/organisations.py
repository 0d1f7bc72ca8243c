"""The API's room `organisations`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_organisations", __name__, url_prefix="/organisations")
