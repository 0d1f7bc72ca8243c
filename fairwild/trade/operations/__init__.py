"""Deeds of trade: preparing and sending goods, answering, settling, reversing, and their papers."""

from fairwild.trade.operations.answering import answer_consignment, call_back
from fairwild.trade.operations.outside import (
    answer_by_link,
    answer_reversal_by_link,
    send_link,
    settle_by_link,
)
from fairwild.trade.operations.reversing import answer_reversal, ask_reversal, withdraw_reversal
from fairwild.trade.operations.settling import propose_outcome, settle_difference
from fairwild.trade.operations.shipping import (
    change_consignment,
    dispatch_consignment,
    drop_consignment,
    name_receiver,
    obstacles_to_leaving,
    prepare_consignment,
    ship,
)
from fairwild.trade.operations.sides import side_of
from fairwild.trade.operations.transport import add_paper, may_add_paper, remove_paper

__all__ = [
    "add_paper",
    "answer_by_link",
    "answer_consignment",
    "answer_reversal",
    "answer_reversal_by_link",
    "ask_reversal",
    "call_back",
    "change_consignment",
    "dispatch_consignment",
    "drop_consignment",
    "may_add_paper",
    "name_receiver",
    "obstacles_to_leaving",
    "prepare_consignment",
    "propose_outcome",
    "remove_paper",
    "send_link",
    "settle_by_link",
    "settle_difference",
    "ship",
    "side_of",
    "withdraw_reversal",
]
