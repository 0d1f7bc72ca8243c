"""The API's room `certificates`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_certificates", __name__, url_prefix="/certificates")
