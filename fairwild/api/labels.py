"""The API's room `labels`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_labels", __name__, url_prefix="/labels")
