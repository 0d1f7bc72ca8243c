"""The API's room `harvesters`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_harvesters", __name__, url_prefix="/harvesters")
