"""The API's room `public`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_public", __name__, url_prefix="/public")
