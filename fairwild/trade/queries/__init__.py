"""Questions about consignments, their papers, and what is still to agree on."""

from fairwild.trade.queries.agreeing import (
    LinkSight,
    difference_facts,
    find_link,
    open_differences,
    proposed_differences,
    reading_for_receiver,
    received_lots,
    receiver_actor,
    reversals_waiting,
    standing_links,
)
from fairwild.trade.queries.border import (
    find_paper,
    papers_alike,
    papers_at_hand,
    papers_carried,
)
from fairwild.trade.queries.consignments import (
    consignments_of_lot,
    count_waiting,
    find_by_code,
    find_number_taken,
    get_consignment,
    outside_receivers,
    page_of_consignments,
    sees,
)
from fairwild.trade.queries.needing import draws_of, needs_of
from fairwild.trade.queries.standings import standings_of, worst_of
from fairwild.trade.queries.travelled import UnderPermit, travelled_under

__all__ = [
    "LinkSight",
    "UnderPermit",
    "consignments_of_lot",
    "count_waiting",
    "difference_facts",
    "draws_of",
    "find_by_code",
    "find_link",
    "find_number_taken",
    "find_paper",
    "get_consignment",
    "needs_of",
    "open_differences",
    "outside_receivers",
    "page_of_consignments",
    "papers_alike",
    "papers_at_hand",
    "papers_carried",
    "proposed_differences",
    "reading_for_receiver",
    "received_lots",
    "receiver_actor",
    "reversals_waiting",
    "sees",
    "standing_links",
    "standings_of",
    "travelled_under",
    "worst_of",
]
