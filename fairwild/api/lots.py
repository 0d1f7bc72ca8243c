"""The API's room `lots`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_lots", __name__, url_prefix="/lots")
