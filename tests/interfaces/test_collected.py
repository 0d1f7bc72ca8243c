"""The collections behind a lot through the API."""

from fairwild.lots.operations import split_lot
from tests.doors import Door
from tests.lots_builders import KG, field_of


def test_the_collections_behind_a_lot_are_rows_and_sums(door: Door) -> None:
    field = field_of(door.world)
    lot = field.lot(100, 50)
    [part] = field.does(split_lot, lot_id=lot.id, parts_g=[60 * KG])
    api = door.api(field.manager)
    [row] = api.get(f"/lots/{part.id}/origins").json
    assert (row["number"], row["taken_kg"], row["made_kg"]) == (lot.number, "60", "150")
    [group] = api.get(f"/lots/{part.id}/origins/grouped").json
    assert (group["harvester_id"], group["receipts"]) == (str(field.harvester_id), 2)
    assert group["net_kg"] == "150"
    stranger = door.api(door.world.operator_manager())
    for path in ("origins", "origins/grouped"):
        assert stranger.get(f"/lots/{part.id}/{path}").status_code == 404
