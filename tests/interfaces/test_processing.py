"""Lots and their processing on the pages: a clerk's way from receipts to bags."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.plants import Form
from fairwild.lots.records import Lot
from fairwild.lots.states import LotStatus
from tests.doors import Door
from tests.lots_builders import Field, certify, field_of, rows_of_material
from tests.trade_builders import clerk_of, company_member

KG = 1000


class Store:
    """A clerk in the store of an operator."""

    def __init__(self, door: Door, field: Field) -> None:
        self.door, self.field = door, field
        self.pages = door.pages(clerk_of(door.world, field.operator_id))

    def lots(self, form: Form) -> list[tuple[UUID, int]]:
        """List lots of a form with the kilograms left."""
        with self.door.world.store.reading() as session:
            query = select(Lot.id, Lot.made_g - Lot.taken_g).where(Lot.form == form)
            return [(lot_id, mass_g // KG) for lot_id, mass_g in session.execute(query)]

    def post(self, path: str, **typed: str) -> str:
        """Send a form that is carried out; gives the page after it."""
        answer = self.pages.post(path, data=typed | {"deed_key": str(uuid4())})
        assert answer.status_code == 302, answer.text
        return self.pages.get(answer.location).text


@pytest.fixture
def store(door: Door) -> Store:
    """A clerk with a collection lot that can be made."""
    return Store(door, field_of(door.world))


def test_from_receipts_to_bags(store: Store) -> None:
    certify(store.field)
    bought = store.field.buy(3960)
    where = f"/lots/{bought.lot_id}"
    assert "Receipts in this lot" in store.pages.get(where).text
    assert "still takes receipts: close it" in store.pages.get(where).text
    assert (
        "is closed and in stock" in store.pages.post(f"{where}/close", follow_redirects=True).text
    )
    form = store.pages.get(f"{where}/dry").text
    assert 'value="3960"' in form
    assert "2.500 to 4.000 kg fresh" in form
    store.post(f"{where}/dry", **{f"take-{bought.lot_id}": "3960", "output": "1290"})
    [(dried, _)] = store.lots(Form.DRIED)
    cut = {f"take-{dried}": "1290", "output": "1213", "by_product": "51", "loss": "26"}
    silent = store.pages.post(f"/lots/{dried}/cut", data={**cut, "form": "cut"})
    assert (silent.status_code, "Say why 26 kg were lost" in silent.text) == (409, True)
    cut["loss_reason"] = "Sand"
    store.post(f"/lots/{dried}/cut", **cut, form="cut")
    [(cut_id, _)] = store.lots(Form.CUT)
    way = store.pages.get(f"/lots/{cut_id}").text
    assert way.index("26 kg") < way.index("in other lots") < way.index("51 kg")
    page = store.post(f"/lots/{cut_id}/pack", units="48", unit="25")
    assert "1,200 kg" in page
    assert "under CB-2026-00001" in page
    assert store.lots(Form.CUT) == [(cut_id, 13)]
    assert store.lots(Form.BY_PRODUCT)[0][1] == 51
    listed = store.pages.get("/lots?status=used").text
    assert "used up" in listed


def test_a_ratio_out_of_its_band_is_refused_with_what_was_typed(store: Store) -> None:
    lot = store.field.lot(3900)
    before = rows_of_material(store.door.world)
    typed = {f"take-{lot.id}": "3900", "output": "2000", "deed_key": "a"}
    answer = store.pages.post(f"/lots/{lot.id}/dry", data=typed)
    assert answer.status_code == 409
    assert "1.950 kg fresh per kg dry is not possible" in answer.text
    assert 'value="2000"' in answer.text
    assert 'value="3900"' in answer.text
    assert rows_of_material(store.door.world) == before


def test_what_does_not_reconcile_is_refused(store: Store) -> None:
    lot = store.field.lot(100)
    typed = {f"take-{lot.id}": "100", "output": "90", "loss": "5", "form": "cut"}
    answer = store.pages.post(f"/lots/{lot.id}/cut", data=typed)
    assert answer.status_code == 409
    assert "leave a difference of 5 kg" in answer.text


def test_a_lot_is_split_and_merged_again(store: Store) -> None:
    lot = store.field.lot(100)
    answer = store.pages.post(
        f"/lots/{lot.id}/split", data={"parts[]": ["30", "", "20.5"], "deed_key": "s"}
    )
    assert answer.status_code == 302
    with store.door.world.store.reading() as session:
        parts = list(session.scalars(select(Lot).where(Lot.made_g < 100 * KG)))
        assert sorted(part.made_g for part in parts) == [20_500, 30_000]
        ids = [str(part.id) for part in parts]
    choice = store.pages.get(f"/lots/merge?lot={ids[0]}").text
    assert ids[1] in choice
    one = store.pages.post("/lots/merge", data={f"take-{ids[0]}": "20", "deed_key": "m"})
    assert one.status_code == 422
    assert "Choose at least two lots." in one.text
    some = {f"take-{ids[0]}": "20", f"whole-{ids[1]}": "on", "deed_key": "n"}
    merged = store.pages.post(f"/lots/merge?lot={ids[0]}", data=some)
    whole_kg = "50 kg" if parts[1].made_g == 30_000 else "40.5 kg"
    assert whole_kg in store.pages.get(merged.location).text
    rest_kg = "0.5 kg" if parts[1].made_g == 30_000 else "10 kg"
    assert rest_kg in store.pages.get(f"/lots/{ids[0]}").text


def test_only_compatible_lots_are_offered(store: Store) -> None:
    plain = store.field.lot(100)
    certify(store.field)
    certified = store.field.lot(100)
    page = store.pages.get(f"/lots/merge?lot={plain.id}").text
    assert "Nothing to merge" in page
    assert certified.number not in page
    both = {f"take-{plain.id}": "100", f"take-{certified.id}": "100", "deed_key": "b"}
    refused = store.pages.post("/lots/merge", data=both)
    assert refused.status_code == 409
    assert "Certified and uncertified material never share a lot" in refused.text


def test_the_list_of_lots_is_searched_and_sorted_by_status(store: Store) -> None:
    lot = store.field.lot(100)
    assert lot.number in store.pages.get("/lots").text
    assert lot.number in store.pages.get(f"/lots?q={lot.number[-3:]}&status=closed").text
    assert lot.number not in store.pages.get(f"/lots?status={LotStatus.OPEN}").text
    assert "No lot fits" in store.pages.get("/lots?q=zzz").text
    assert store.pages.get("/lots?status=nonsense").status_code == 200


def test_the_list_of_lots_is_ordered_as_asked(store: Store) -> None:
    heavy, light = store.field.lot(90), store.field.lot(50)
    heaviest = store.pages.get("/lots?order=weight").text
    numbered = store.pages.get("/lots?order=number").text
    assert heaviest.index(heavy.number) < heaviest.index(light.number)
    assert numbered.index(light.number) < numbered.index(heavy.number)
    assert 'aria-sort="descending"' in heaviest
    assert store.pages.get("/lots?order=weight&cursor=zzz").status_code == 422


def test_strangers_neither_see_nor_process_a_lot(store: Store) -> None:
    lot = store.field.lot(100)
    stranger = store.door.pages(company_member(store.door.world))
    for path in ("", "/dry", "/cut", "/pack", "/split"):
        assert stranger.get(f"/lots/{lot.id}{path}").status_code == 404
    assert stranger.post(f"/lots/{lot.id}/close").status_code == 404


def test_only_who_may_handle_goods_is_offered_to_merge_and_ship(store: Store) -> None:
    lot = store.field.lot(100)
    world = store.door.world
    scheme_id = world.organisation(OrganisationKind.SCHEME_OWNER)
    steward = store.door.pages(world.person((scheme_id, Role.SCHEME_STEWARD)))
    for pages, offered in ((store.pages, True), (steward, False)):
        page = pages.get("/lots").text
        assert lot.number in page
        assert ('href="/lots/merge"' in page) is offered
        assert ('href="/consignments/new"' in page) is offered
