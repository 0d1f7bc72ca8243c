"""The API's room `receipts`."""

from flask_smorest import Blueprint

blueprint = Blueprint("api_receipts", __name__, url_prefix="/receipts")
