"""The tea company: root of two cooperatives becomes one lot, and a tea by its recipe.

All figures are made up. The blend carries two certificates; of the second delivery a bag was
refused, and the company has still to say whether it agrees on what became of it.
"""

from uuid import UUID

from fairwild.demo.stage import Stage, difference_in, kept
from fairwild.kernel.plants import PlantPart
from fairwild.labels.operations import order_labels
from fairwild.lots.lineage.operations import share_lineage
from fairwild.lots.operations import (
    Ingredient,
    blend_lots,
    hold_lots,
    pack_lot,
    split_lot,
    state_recipe,
    unpack_lot,
)
from fairwild.trade.operations import answer_consignment, name_receiver, propose_outcome, ship
from fairwild.trade.states import DifferenceOutcome

KG = 1000
PRODUCT = "Hedgerow evening tea"
PEPPERMINT_LINE = 3


def play(stage: Stage) -> None:
    """Receive the second delivery, blend the two, make a tea, and send some to a shop."""
    share_lineage(
        stage.acting("manager.it", 85),
        owner_id=stage.organisations["AGR"],
        with_id=stage.organisations["HDG"],
    )
    second_id = _receive(stage)
    blended_id = _blend(stage, second_id)
    packed_id = _make_tea(stage, blended_id)
    _send_to_a_shop(stage, packed_id)
    hold_lots(
        stage.acting("company", 18),
        lot_ids=[stage.lots["HDG-bibhitaki"]],
        reason="The supplier's certificate is suspended. We wait for the certification body.",
    )


def _receive(stage: Stage) -> UUID:
    """Take 580 kg of 600 kg from the Val d'Agri; its manager says that the bag came back."""
    shipped = ship(
        stage.acting("manager.it", 80),
        sender_id=stage.organisations["AGR"],
        receiver_id=stage.organisations["HDG"],
        lines=[(stage.lots["AGR-packed"], 600 * KG)],
        invoice_number="AGR/17",
        waybill_number="CMR 440 918",
        carrier="Trasporti Agri (demonstration)",
        transport_note="30 bags on one pallet",
    )
    answered = answer_consignment(
        stage.acting("company", 70),
        consignment_id=shipped.id,
        received={shipped.lines[0].id: 580 * KG},
        reason="One bag of 20 kg was torn; the root in it was wet.",
    )
    propose_outcome(
        stage.acting("manager.it", 66),
        difference_id=difference_in(answered),
        outcome=DifferenceOutcome.CAME_BACK,
        note="The carrier brought it back.",
    )
    return kept(answered)


def _blend(stage: Stage, second_id: UUID) -> UUID:
    """Take the goods out of their bags and make one lot of 400 kg of each."""
    work = stage.acting("company", 60)
    [part] = split_lot(work, lot_id=stage.lots["HDG-liquorice"], parts_g=[400 * KG])
    [first] = unpack_lot(stage.acting("company", 60, 20), lot_id=part.id)
    [second] = unpack_lot(stage.acting("company", 60, 40), lot_id=second_id)
    blended = blend_lots(
        stage.acting("company", 58),
        inputs=[(first.id, 400 * KG), (second.id, 400 * KG)],
        site="Blending room, Bristol",
        note="Sweetness evened out between the two rivers",
    )
    return blended.id


def _make_tea(stage: Stage, blended_id: UUID) -> UUID:
    """State the recipe, make 300 kg of tea of it, and pack and label 100 kg."""
    recipe = state_recipe(
        stage.acting("company", 57),
        organisation_id=stage.organisations["HDG"],
        product=PRODUCT,
        lines=[
            Ingredient("50", stage.species["GLYGLA"], PlantPart.ROOT, certified=True),
            Ingredient("30", stage.species["TERBEL"], PlantPart.FRUIT, certified=True),
            Ingredient("20", ingredient="Peppermint leaf, cultivated"),
        ],
    )
    work = stage.acting("company", 56)
    [part] = split_lot(work, lot_id=stage.lots["HDG-bibhitaki"], parts_g=[90 * KG])
    [loose] = unpack_lot(stage.acting("company", 56, 20), lot_id=part.id)
    tea = blend_lots(
        stage.acting("company", 55),
        inputs=[(blended_id, 150 * KG), (loose.id, 90 * KG)],
        product=PRODUCT,
        recipe=recipe.id,
        added={PEPPERMINT_LINE: 60 * KG},
        site="Blending room, Bristol",
    )
    packed = pack_lot(stage.acting("company", 54), lot_id=tea.id, units=50, unit_g=2 * KG)
    order_labels(
        stage.acting("company", 53),
        lot_id=packed.id,
        sheet="a4-3x8",
        label_count=24,
        start_position=1,
        copies=1,
        base_url=stage.base_url,
    )
    return packed.id


def _send_to_a_shop(stage: Stage, packed_id: UUID) -> None:
    """Send ten cartons to a receiver without an account, who answers by a mailed link."""
    work = stage.acting("company", 3)
    shop_id = name_receiver(
        work,
        sender_id=stage.organisations["HDG"],
        name="Corner House Herbs (demonstration)",
        country="IE",
        email="shop@demo.example",
    )
    ship(
        work,
        sender_id=stage.organisations["HDG"],
        receiver_id=shop_id,
        lines=[(packed_id, 20 * KG)],
        invoice_number="HDG-3301",
        waybill_number="DX 7712",
        carrier="Severn Parcels (demonstration)",
    )
