"""Each rule the system must never break is shown where people and programs would break it."""

import ast
from itertools import chain

import pytest

from tests.house.sources import ROOT, tree_of
from tests.refusals.doors import ROWS
from tests.refusals.rooms import ROOMS

REFUSED: dict[str, tuple[str, ...]] = {
    "R01": (
        "agreement-missing",
        "audit-before-the-certified-one",
        "audit-before-withdrawal",
        "audit-not-evaluated",
        "audit-not-finished",
        "body-not-approved",
        "decider-in-audit-team",
        "decider-is-evaluator",
        "evaluator-in-audit-team",
        "indicator-unscored",
        "m-indicator-unmet",
        "nonconformity-grown-major",
        "nonconformity-open",
        "risk-class-risen",
        "share-below-minimum",
        "species-not-classified",
    ),
    "R03": (
        "audit-decided",
        "audit-not-under-way",
        "certificate-expired",
        "move-not-allowed",
        "plan-confirmed",
        "supersede-needs-certificate",
    ),
    "R12": (
        "certifier-tied-to-client",
        "competence-expired",
        "competence-missing",
        "competence-not-for-country",
        "competence-not-for-language",
        "competence-not-for-risk",
        "closer-is-answerer",
        "decider-judged-objection",
        "decider-returned-answer",
        "decider-verified-correction",
        "declaration-missing",
        "evaluator-judged-objection",
        "interest-in-client",
        "office-tied-to-client",
        "override-by-person-concerned",
        "user-of-client",
        "witness-unsatisfactory",
    ),
    "R15": (
        "examiner-complained",
        "examiner-involved",
        "examiner-judged-before",
        "examiner-of-this-decision",
        "objection-by-involved",
        "objection-with-body",
    ),
}
"""What page and API refuse for the sake of a rule; each code is in the table of refusals."""

SHOWN: dict[str, tuple[str, ...]] = {
    "R02": (
        "rules/test_certificate_rules.py::test_fifteen_months_less_a_day",
        "rules/test_certificate_rules.py::test_a_certificate_is_judged_at_an_instant",
        "operations/test_certificates.py::test_a_positive_decision_issues_a_certificate_for_fifteen_months",
        "interfaces/test_trace.py::test_a_suspension_shows_at_once_on_a_page_that_was_kept",
    ),
    "R03": (
        "operations/test_certificates.py::test_a_corrected_certificate_keeps_its_end_and_counts_its_reissues",
        "interfaces/test_certificates.py::test_a_certifier_reissues_on_the_page",
        "interfaces/test_certificates.py::test_the_api_lists_shows_prints_and_reissues",
        "interfaces/test_public.py::test_a_superseded_number_leads_to_the_new_one",
    ),
    "R04": (
        "operations/test_lots_collect.py::test_every_obstacle_is_named_at_once",
        "interfaces/test_buying.py::test_outside_the_season_and_before_registration_are_refused_together",
        "interfaces/test_lots_api.py::test_negative_case_3_outside_season_and_registration",
    ),
    "R05": (
        "operations/test_lots_at_once.py::test_clerks_buying_at_once_never_pass_the_maximum_quantity",
        "interfaces/test_buying.py::test_more_than_the_maximum_quantity_is_refused",
        "interfaces/test_lots_api.py::test_negative_case_1_more_than_the_maximum_quantity",
    ),
    "R06": (
        "operations/test_lots_process.py::test_more_dry_than_fresh_plants_can_give_is_refused",
        "interfaces/test_processing.py::test_a_ratio_out_of_its_band_is_refused_with_what_was_typed",
        "interfaces/test_lots_api.py::test_negative_case_2_a_drying_ratio_out_of_band",
    ),
    "R07": (
        "operations/test_blend.py::test_certified_and_uncertified_never_share_a_blend",
        "operations/test_lots_process.py::test_certified_and_uncertified_are_never_merged",
        "operations/test_lots_collect.py::test_certified_and_uncertified_receipts_never_share_a_lot",
    ),
    "R08": (
        "operations/test_lots_process.py::test_a_hundred_kilograms_are_not_sold_twice",
        "operations/test_lots_at_once.py::test_clerks_drawing_on_one_lot_never_oversell_it",
        "operations/test_trade.py::test_two_who_sell_the_same_stock_at_once_never_oversell",
    ),
    "R09": (
        "rules/test_certificate_rules.py::test_what_a_certificate_covers",
        "rules/test_certificate_rules.py::test_a_sale_after_suspension_is_not_covered_but_the_one_before_is",
        "interfaces/test_consignments.py::test_selling_after_suspension_is_refused_on_the_page",
    ),
    "R10": (
        "operations/test_trade_agreeing.py::test_dropping_frees_the_invoice_number_and_nothing_else_does",
    ),
    "R11": (
        "operations/test_blend.py::test_the_share_of_a_recipe_gives_the_tier",
        "operations/test_blend.py::test_a_threatened_plant_that_is_not_certified_takes_every_claim",
        "interfaces/test_blending.py::test_a_label_asks_for_no_tier_above_the_share",
    ),
    "R13": (
        "operations/test_permits.py::test_fresh_and_dry_are_not_mixed_and_days_are_those_of_the_collection",
        "operations/test_processing.py::test_weights_in_other_units_are_kept_as_they_were_stated",
        "interfaces/test_lots_api.py::test_a_weight_is_text_in_kilograms",
    ),
    "R14": (
        "operations/test_trace.py::test_a_place_is_told_blurred",
        "interfaces/test_harvesters.py::test_the_card_carries_no_personal_data",
    ),
    "R16": (
        "rules/test_standards.py::test_the_version_names_the_very_numbers",
        "operations/test_audits.py::test_a_good_audit_is_decided_and_its_grounds_are_frozen",
        "refusals/test_both_doors.py::test_a_decision_tells_the_version_of_the_numbers_it_rests_on",
    ),
}
"""Which tests show a rule that is more than a refusal, or belongs to the rooms of material."""

ALL = [f"R{number:02d}" for number in range(1, 17)]


def test_every_rule_is_shown() -> None:
    assert sorted({*REFUSED, *SHOWN}) == ALL


@pytest.mark.parametrize("rule", REFUSED)
def test_what_a_rule_refuses_is_refused_by_page_and_api(rule: str) -> None:
    assert ROOMS
    on_both = set(chain.from_iterable(row.codes for row in ROWS if row.on_page))
    assert sorted(set(REFUSED[rule]) - on_both) == []


@pytest.mark.parametrize("rule", SHOWN)
def test_what_shows_a_rule_is_there(rule: str) -> None:
    for name in SHOWN[rule]:
        file, _, test = name.partition("::")
        tree = tree_of(ROOT / "tests" / file)
        known = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        assert test in known, name
