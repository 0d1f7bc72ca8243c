"""The buying point: receipts, made for speed."""

from flask import Blueprint

from fairwild.web.buying import desk, receipts

blueprint = Blueprint("buying", __name__)
desk.hang(blueprint)
receipts.hang(blueprint)
