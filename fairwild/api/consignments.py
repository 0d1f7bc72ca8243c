"""The API's room `consignments`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_consignments", __name__, url_prefix="/consignments")
