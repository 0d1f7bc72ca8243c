"""The API's room `areas`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_areas", __name__, url_prefix="/areas")
