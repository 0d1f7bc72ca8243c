"""The API's room `account`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_account", __name__, url_prefix="/account")
