"""Files: mapped, checked, put right, written in one go, and taken back, on both engines."""

import csv
import io
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from fairwild.harvesters import queries as harvesters
from fairwild.imports import operations, queries
from fairwild.imports.events import ImportConfirmed
from fairwild.imports.exports import EXPORTS, export_to
from fairwild.imports.progress import Progress
from fairwild.imports.records import ImportRun
from fairwild.imports.states import Choice, RowState, RunState
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.lots.operations import Ingredient, close_lot, split_lot, state_recipe
from fairwild.lots.queries.tests import list_tests
from fairwild.lots.records import Lot, LotTest, Movement, Receipt
from fairwild.lots.states import LotStatus
from fairwild.organisations.records import Organisation
from fairwild.store.engine import open_store
from fairwild.store.migrating import upgrade
from fairwild.trade.operations import answer_consignment
from fairwild.trade.records import Consignment
from fairwild.trade.states import ConsignmentStatus
from tests.builders import World
from tests.harvesters_builders import harvester
from tests.imports_builders import RECEIPTS, Desk, desk_of, receipt_line
from tests.lots_builders import KG, Field, certify, faults, field_of, told_faults
from tests.trade_builders import company_member

PEOPLE = "local id;name;sex;birth year;village;phone;areas;species;registered from\r\n"


def count(world: World, model: Any) -> int:
    with world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.obstacles]


def right(desk: Desk, run_id: Any, number: int, **cells: str) -> None:
    with desk.world.work(desk.actor) as work:
        operations.put_row_right(work, run_id=run_id, number=number, cells=cells, **desk.kept())


def choose(desk: Desk, run_id: Any, number: int, choice: Choice) -> None:
    with desk.world.work(desk.actor) as work:
        operations.decide(work, run_id=run_id, number=number, choice=choice, **desk.kept())


def test_receipts_from_file_to_lot_and_back(world: World) -> None:
    field = field_of(world)
    desk = desk_of(field)
    bad = receipt_line("3", harvester="H9", gross="heavy", state="wet")
    run_id = desk.check("receipts", RECEIPTS + receipt_line("1") + "\n" + bad)
    assert desk.counts(run_id) == {"new": 1, "wrong": 1, "rows": 2}
    assert {one[1:] for one in desk.problems(run_id)} == {
        ("harvester", "cell-no-harvester"),
        ("gross", "cell-not-a-weight"),
        ("state", "cell-not-a-state"),
    }
    with pytest.raises(Refused) as refused:
        desk.confirm(run_id)
    assert codes(refused) == ["import-has-wrong-rows"]
    assert count(world, Receipt) == 0
    right(desk, run_id, 4, harvester="h0001", gross="300 g", tare="", state="Fresh")
    assert desk.counts(run_id) == {"new": 2, "rows": 2}
    desk.confirm(run_id)
    with world.store.reading() as session:
        rows = list(session.scalars(select(Receipt).order_by(Receipt.number)))
        assert [(one.net_g, one.their_number) for one in rows] == [(100 * KG, "1"), (300, "3")]
        assert rows[1].stated["gross"]["unit"] == "g"
        assert {one.import_id for one in rows} == {run_id}
        lot_id = rows[0].lot_id
        told = session.scalars(select(LedgerEntry).filter_by(kind=ImportConfirmed.kind())).one()
        assert told.data["written"] == 2
    assert faults(world) == []
    assert told_faults(world) == []
    with pytest.raises(Refused) as refused:
        desk.confirm(run_id)
    assert codes(refused) == ["import-confirmed"]
    field.does(close_lot, lot_id=lot_id)
    assert desk.undoing(run_id) == []
    field.does(split_lot, lot_id=lot_id, parts_g=[KG])
    assert [one.code for one in desk.undoing(run_id)] == ["already-drawn-on"]
    with pytest.raises(Refused) as refused:
        desk.undo(run_id)
    assert codes(refused) == ["already-drawn-on"]


def test_an_import_is_undone_once_with_a_reason(world: World) -> None:
    field = field_of(world)
    desk = desk_of(field)
    run_id = desk.check("receipts", RECEIPTS + receipt_line("1") + receipt_line("2", gross="52"))
    desk.confirm(run_id)
    with pytest.raises(Refused) as refused:
        desk.undo(run_id, " ")
    assert codes(refused) == ["undo-reason-missing"]
    desk.undo(run_id)
    with pytest.raises(Refused) as refused:
        desk.undo(run_id)
    assert codes(refused) == ["import-undone"]
    assert faults(world) == []
    assert told_faults(world) == []
    again = desk.check("receipts", RECEIPTS + receipt_line("1") + receipt_line("2", gross="52"))
    assert desk.counts(again) == {"new": 2, "rows": 2}


def test_the_same_receipts_again_are_known(world: World) -> None:
    desk = desk_of(field_of(world))
    lines = receipt_line("1") + receipt_line("", gross="52") + receipt_line("", gross="52")
    run_id = desk.check("receipts", RECEIPTS + lines)
    assert desk.problems(run_id) == [(4, "harvester", "row-repeats-receipt")]
    with pytest.raises(Refused) as refused:
        desk.confirm(run_id)
    assert codes(refused) == ["import-has-undecided-rows"]
    choose(desk, run_id, 4, Choice.ADD)
    desk.confirm(run_id)
    assert count(desk.world, Receipt) == 3
    again = desk.check("receipts", RECEIPTS + receipt_line("1") + receipt_line("", gross="52"))
    assert desk.counts(again) == {"same": 1, "alike": 1, "undecided": 1, "rows": 2}
    with desk.world.work(desk.actor) as work:
        operations.decide_all(
            work, run_id=again, state=RowState.ALIKE, choice=Choice.LEAVE, **desk.kept()
        )
    assert desk.counts(again) == {"same": 1, "left": 1, "rows": 2}
    with pytest.raises(Refused) as refused:
        desk.confirm(again)
    assert codes(refused) == ["import-writes-nothing"]


def test_a_limit_is_shared_by_the_rows_of_a_file(world: World) -> None:
    desk = desk_of(field_of(world, limit_g=250 * KG))
    lines = "".join(receipt_line(str(one), tare=str(one)) for one in (1, 2, 3))
    run_id = desk.check("receipts", RECEIPTS + lines)
    assert desk.problems(run_id) == [(4, "gross", "quota-exceeded")]
    right(desk, run_id, 4, gross="52")
    assert desk.counts(run_id) == {"new": 3, "rows": 3}


def test_what_changed_since_the_check_writes_nothing_and_is_shown(world: World) -> None:
    field = field_of(world, limit_g=150 * KG)
    desk = desk_of(field)
    run_id = desk.check("receipts", RECEIPTS + receipt_line("1"))
    field.buy(100)
    with pytest.raises(Refused) as refused:
        desk.confirm(run_id)
    assert codes(refused) == ["import-has-wrong-rows", "import-writes-nothing"]
    assert count(world, Receipt) == 1
    assert desk.problems(run_id) == [(2, "gross", "quota-exceeded")]
    assert queries.state_of(desk.run(run_id), desk.progress) is RunState.CHECKED


def test_places_are_held_against_the_area(world: World) -> None:
    desk = desk_of(field_of(world))
    head = RECEIPTS.strip() + ",lat,lon\n"
    places = ("41.005,-2.995", "-2.995,41.005", "10,10", "99,999", "41.0,")
    lines = (
        receipt_line(str(one), tare=str(one)).strip() + f",{place}\n"
        for one, place in enumerate(places)
    )
    run_id = desk.check("receipts", head + "".join(lines))
    assert [code for _, _, code in desk.problems(run_id)] == [
        "place-looks-swapped",
        "place-far-from-area",
        "place-not-on-earth",
        "cell-half-a-place",
    ]


def test_two_people_confirm_at_once_and_one_wins(world: World) -> None:
    desk = desk_of(field_of(world))
    run_id = desk.check("receipts", RECEIPTS + receipt_line("1"))
    said: list[str] = []

    def confirm() -> None:
        try:
            desk.confirm(run_id)
            said.append("written")
        except (Conflict, Refused) as error:
            said.append(type(error).__name__)

    threads = [Thread(target=confirm) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert said.count("written") == 1
    assert count(world, Receipt) == 1


def test_a_dead_process_leaves_an_interrupted_import(world: World) -> None:
    desk = desk_of(field_of(world))
    run_id = desk.check("receipts", RECEIPTS + receipt_line("1"))
    with world.work(desk.actor) as work:
        operations.begin_import(work, run_id=run_id)
    assert queries.state_of(desk.run(run_id), desk.progress) is RunState.INTERRUPTED
    with desk.progress.hold(run_id):
        assert queries.state_of(desk.run(run_id), desk.progress) is RunState.RUNNING
        with pytest.raises(Conflict), desk.progress.hold(run_id):
            pass
        with pytest.raises(Conflict):
            desk.confirm(run_id)
    desk.confirm(run_id)
    assert count(world, Receipt) == 1


def test_asking_how_far_it_is_never_keeps_anybody_from_the_work(tmp_path: Path) -> None:
    progress, run_id, asked_enough = Progress(tmp_path), uuid4(), Event()

    def ask() -> None:
        while not asked_enough.is_set():
            progress.is_held(run_id)

    asking = [Thread(target=ask) for _ in range(3)]
    for one in asking:
        one.start()
    try:
        for _ in range(300):
            with progress.hold(run_id):
                assert progress.is_held(run_id)
    finally:
        asked_enough.set()
        for one in asking:
            one.join()
    assert not progress.is_held(run_id)


def test_harvesters_are_added_updated_merged_and_put_back(world: World) -> None:
    field = field_of(world)
    desk = desk_of(field)
    rows = (
        "H0001;Ana Ruiz;f;1980;Agreda;;B3;GLYGLA;2026-01-01\r\n"  # moved house
        ";ANA RUÍZ;f;1980;soria;600 111 222;B3;GLYGLA;2026-01-01\r\n"  # the same person
        ";Bảo;m;1970;Sapa;;;;2026-01-01\r\n"
        "A-9;Cam;f;2015;Sapa;call me;B9;;2026-01-01\r\n"
    )
    run_id = desk.check("harvesters", PEOPLE + rows)
    assert desk.counts(run_id) == {"new": 1, "changed": 1, "alike": 1, "undecided": 1}.__or__(
        {"wrong": 1, "rows": 4}
    )
    assert [one[1:] for one in desk.problems(run_id) if one[0] == 5] == [
        ("phone", "cell-not-a-phone"),
        ("areas", "cell-areas-unknown"),
    ]
    choose(desk, run_id, 5, Choice.LEAVE)
    choose(desk, run_id, 3, Choice.LEAVE)
    desk.confirm(run_id)
    with world.reading(desk.actor) as reading:
        [ana] = harvesters.search_harvesters(reading, desk.organisation_id, "H0001")
        assert ana.village == "Agreda"
        assert harvesters.count_harvesters(reading, desk.organisation_id) == 2
    desk.undo(run_id)
    with world.reading(desk.actor) as reading:
        [ana] = harvesters.search_harvesters(reading, desk.organisation_id, "H0001")
        assert (ana.village, len(ana.area_ids)) == ("Soria", 1)
        assert harvesters.count_harvesters(reading, desk.organisation_id) == 1
    merged = desk.check("harvesters", PEOPLE + rows.splitlines()[1] + "\r\n")
    choose(desk, merged, 2, Choice.MERGE)
    assert desk.counts(merged) == {"changed": 1, "rows": 1}
    desk.confirm(merged)
    with world.reading(desk.actor) as reading:
        row = harvesters.get_harvester(reading, field.harvester_id)
        assert (row.name, row.phone, row.version) == ("ANA RUÍZ", "600 111 222", 4)


def test_harvesters_who_have_sold_are_not_taken_back(world: World) -> None:
    field = field_of(world)
    desk = desk_of(field)
    row = "A-1;Bảo;m;1970;Sapa;;B3;GLYGLA;2026-01-01\r\n"
    run_id = desk.check("harvesters", PEOPLE + row)
    desk.confirm(run_id)
    with world.reading(desk.actor) as reading:
        [one] = harvesters.search_harvesters(reading, desk.organisation_id, "A-1")
    field.buy(10, harvester_id=one.id)
    with pytest.raises(Refused) as refused:
        desk.undo(run_id)
    assert codes(refused) == ["harvesters-have-receipts"]


def test_the_rules_of_the_register_hold_for_every_row(world: World) -> None:
    desk = Desk(world, field_of(world).manager)
    harvester(world, desk.actor, "Somebody else", local_id="A-9")
    rows = (
        "A-8;Bao;m;2015;Sapa;;;;2026-01-01\r\n"
        "A-9;Cam;f;1980;Sapa;;;;2026-01-01\r\n"
        "A-7;Dao;f;1800;Sapa;;;;2026-01-01\r\n"
        "A-7;Eva;f;1980;Sapa;;;;2026-01-01\r\n"
    )
    assert desk.problems(desk.check("harvesters", PEOPLE + rows)) == [
        (2, "birth_year", "harvester-too-young"),
        (3, "local_id", "local-id-taken"),
        (4, "birth_year", "birth-year-unlikely"),
        (5, "local_id", "number-twice"),
    ]


def test_processing_is_tried_out_written_and_corrected(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(1000)
    world.pass_time(days=3)
    head = "process,inputs,output,loss,loss reason,at\n"
    good = f"dry,{lot.number}: 700 kg,230,,,2026-03-04 08:00\n"
    bad = f"dry,{lot.number}: 700 kg,230,,,2026-03-04 09:00\nburn,NONE,x,,,yesterday\n"
    run_id = desk.check("movements", head + good + bad)
    assert count(world, Movement) == 1
    assert desk.counts(run_id) == {"new": 1, "wrong": 2, "rows": 3}
    found = desk.problems(run_id)
    assert (3, "inputs", "more-than-available") in found
    assert {one[1] for one in found if one[0] == 4} == {"process", "inputs", "output", "at"}
    choose(desk, run_id, 3, Choice.LEAVE)
    choose(desk, run_id, 4, Choice.LEAVE)
    desk.confirm(run_id)
    with world.store.reading() as session:
        dried = session.scalars(select(Lot).where(Lot.made_g == 230 * KG)).one()
        assert session.get_one(Lot, lot.id).taken_g == 700 * KG
    desk.undo(run_id)
    with world.store.reading() as session:
        assert session.get_one(Lot, dried.id).status is LotStatus.UNDONE
        assert session.get_one(Lot, lot.id).taken_g == 0
    assert faults(world) == []
    assert told_faults(world) == []


def test_a_row_says_where_goods_are_to_lose_their_certification(world: World) -> None:
    field = field_of(world)
    certify(field, forms=(Form.RAW, Form.DRIED))
    desk, lot = desk_of(field), field.lot(1000)
    head = "process,inputs,output,form,not certified any more,loss reason\n"
    dry = f"dry,{lot.number}: 700 kg,230,,,\n"
    mill = f"mill,{lot.number}-D1: 10 kg,10,powder,{{meant}},\n"
    given = f"uncertify,{lot.number}-D1: 20 kg,,,,sold without it\n"
    found = desk.problems(desk.check("movements", head + dry + mill.format(meant="")))
    assert [one[2] for one in found] == ["certification-would-be-lost"]
    run_id = desk.check("movements", head + dry + mill.format(meant="powder") + given)
    assert desk.problems(run_id) == []
    desk.confirm(run_id)
    with world.store.reading() as session:
        made = session.execute(select(Lot.made_g, Lot.certified).where(Lot.number != lot.number))
        assert sorted(map(tuple, made)) == [(10 * KG, False), (20 * KG, False), (230 * KG, True)]
    out = exported(field, "movements", "csv")
    told = csv.DictReader(io.StringIO(out.decode("utf-8-sig")))
    assert [one["uncertified"] for one in told] == ["", "", "powder", ""]
    again = desk.check("movements", out)
    assert {"new", "wrong"}.isdisjoint(desk.counts(again))
    assert (faults(world), told_faults(world)) == ([], [])


STORE = (
    "process,inputs,output,loss,loss reason,at\n"
    "dry,{lot}: 700 kg,230,,,2026-03-04 08:00\n"
    "split,{lot}-D1,100 kg; 50 kg,,,2026-03-04 09:00\n"
    "pack,{lot}-S1,3 x 25 kg,,,2026-03-04 10:00\n"
    "unpack,{lot}-P1: 50 kg,,,,2026-03-04 11:00\n"
    "grade,{lot}-S2: 45 kg,A: 30 kg; B: 10 kg,5 kg,dust,2026-03-04 12:00\n"
    "sample,{lot}-D1: 300 g,,,,2026-03-04 13:00\n"
    "loss,{lot}-D1: 2.5 kg,,,wet,2026-03-04 14:00\n"
    "own use,{lot}-D1: 1 kg,,,tea,2026-03-04 15:00\n"
    "hold,{lot}-D1; {lot}-S1,,,odd smell,\n"
    "release,{lot}-D1,,,only dust,\n"
)


def test_all_that_is_done_in_a_store_comes_from_a_file_and_goes_back(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(1000)
    world.pass_time(days=3)
    file = STORE.format(lot=lot.number)
    run_id = desk.check("movements", file)
    assert desk.problems(run_id) == []
    assert count(world, Movement) == 1
    desk.confirm(run_id)
    with world.store.reading() as session:
        dried = session.scalars(select(Lot).where(Lot.number == f"{lot.number}-D1")).one()
        assert dried.made_g - dried.taken_g == 230 * KG - 150 * KG - 3_800
        held = session.scalars(select(Lot.number).where(Lot.holds > 0))
        assert list(held) == [f"{lot.number}-S1"]
        kinds = session.scalars(select(Movement.kind).order_by(Movement.seq))
        assert [str(kind) for kind in kinds][1:] == [
            *("dry", "split", "pack", "unpack", "grade", "sample", "loss", "own-use"),
        ]
    desk.undo(run_id)
    with world.store.reading() as session:
        assert session.get_one(Lot, lot.id).taken_g == 0
        assert list(session.scalars(select(Lot.number).where(Lot.holds > 0))) == []
    assert faults(world) == []
    assert told_faults(world) == []


def test_every_wrong_cell_of_a_deed_is_named(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(1000)
    world.pass_time(days=3)
    number = lot.number
    rows = (
        "burn,{lot},,,,\n",
        "split,{lot}: 10 kg,6 kg; 5 kg,1 kg,,\n",
        "pack,{lot},three bags,,,\n",
        "sample,{lot},,,,\n",
        "loss,{lot}: 5000 kg,,,,\n",
        "hold,{lot},,,,2026-03-04\n",
        "release,{lot},,,found,\n",
        "merge,{lot},5 kg,,,\n",
        "own-use,{lot}; {lot},,,tea,\n",
    )
    file = STORE.split("\n", maxsplit=1)[0] + "\n" + "".join(rows).format(lot=number)
    found = desk.problems(desk.check("movements", file))
    assert {
        (2, "process", "cell-not-a-process"),
        (3, "loss", "cell-not-for-this"),
        (3, "inputs", "cell-weights-differ"),
        (4, "output", "cell-not-packs"),
        (5, "inputs", "cell-weight-needed"),
        (6, "inputs", "more-than-available"),
        (6, "loss_reason", "write-off-reason-missing"),
        (7, "at", "cell-not-for-this"),
        (8, "inputs", "lot-not-on-hold"),
        (9, "output", "cell-not-for-this"),
        (10, "inputs", "cell-one-lot"),
    } <= set(found)
    assert count(world, Movement) == 1


def test_laboratory_results_are_written_once_and_withdrawn(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(100)
    world.pass_time(days=3)
    head = "lot,lab,method,tested for,result,unit,verdict,date\n"
    line = f"{lot.number},Lab,ISO 1,Cadmium,0.1,mg/kg,pass,2026-03-03\n"
    bad = "NONE,Lab,ISO 1,Lead,0.1,mg/kg,perhaps,2027-03-03\n"
    run_id = desk.check("tests", head + line + line + bad)
    assert desk.problems(run_id) == [
        (3, "lot", "row-repeats-test"),
        (4, "lot", "cell-not-your-lot"),
        (4, "verdict", "cell-not-a-verdict"),
    ]
    for number in (3, 4):
        choose(desk, run_id, number, Choice.LEAVE)
    desk.confirm(run_id)

    def tests() -> int:
        with world.reading(desk.actor) as reading:
            return len(list_tests(reading, lot.id))

    assert tests() == 1
    assert desk.problems(desk.check("tests", head + line)) == [(2, "lot", "test-there")]
    desk.undo(run_id)
    assert tests() == 0


def test_a_mapping_is_saved_and_known_again(world: World) -> None:
    desk = desk_of(field_of(world))
    stage = desk.stage("harvesters", "Nombre;Año;Pueblo;Desde\r\nAna;1980;Soria;2026-01-01\r\n")
    assert desk.run(stage).mapping == {"0": "name", "2": "village", "3": "registered_from"}
    mapping = {0: "name", 1: "birth_year", 2: "village", 3: "registered_from"}
    with pytest.raises(Refused) as refused, world.work(desk.actor) as work:
        operations.map_columns(work, run_id=stage, mapping={0: "name", 1: "name"}, **desk.kept())
    assert codes(refused) == ["column-twice", *["column-missing"] * 3]
    with world.work(desk.actor) as work:
        operations.map_columns(
            work, run_id=stage, mapping=mapping, save_as="Spanish", **desk.kept()
        )
    again = desk.stage("harvesters", "Pueblo;NOMBRE;año;desde\r\nSoria;Eva;1980;2026-01-01\r\n")
    assert desk.run(again).mapping == {
        "0": "village",
        "1": "name",
        "2": "birth_year",
        "3": "registered_from",
    }


def test_a_file_is_for_those_who_may_write_what_is_in_it(world: World) -> None:
    desk = desk_of(field_of(world))
    run_id = desk.check("receipts", RECEIPTS + receipt_line("1"))
    stranger = Desk(world, world.operator_manager())
    stranger.files, stranger.progress = desk.files, desk.progress
    with pytest.raises(NotFound):
        stranger.confirm(run_id)
    with pytest.raises(NotFound):
        stranger.undo(run_id)
    stranger.organisation_id = desk.organisation_id
    with pytest.raises(NotAllowed):
        stranger.stage("receipts", RECEIPTS)
    with pytest.raises(Invalid):
        desk.stage("secrets", RECEIPTS)


def test_a_name_is_only_a_name(world: World) -> None:
    desk = desk_of(field_of(world))
    run_id = desk.stage("receipts", RECEIPTS, name="..\\..\\x/../../etc/pass\x00wd.csv")
    assert desk.run(run_id).file_name == "passwd.csv"
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ImportRun)) == 1


MORE = (
    "process,inputs,output,loss reason,at,outputs,receiver\n"
    "dry,{lot}: 900 kg,300,,2026-03-04 08:00,first,\n"
    "split,first,100 kg; 50 kg; 30 kg,,2026-03-04 09:00,a; b; c,\n"
    "merge,b; c,,,2026-03-04 10:00,bc,\n"
    "count,a,98.5 kg,dried on,2026-03-04 11:00,,\n"
    "dry,{lot}: 60 kg,20,,2026-03-04 12:00,wrong,\n"
    "correct,wrong,,weighed twice,,,\n"
    "ship,bc: 40 kg,,,,,{buyer}\n"
    "prepare,bc: 10 kg,,,,,{buyer}\n"
)


def test_counts_corrections_and_shipments_come_from_a_file_and_go_back(world: World) -> None:
    field = field_of(world)
    desk, lot, buyer = desk_of(field), field.lot(1000), company_member(world)
    world.pass_time(days=3)
    with world.store.reading() as session:
        code = session.get_one(Organisation, buyer.organisation_id).code
    file = MORE.format(lot=lot.number, buyer=code)
    run_id = desk.check("movements", file)
    assert desk.problems(run_id) == []
    desk.confirm(run_id)
    with world.store.reading() as session:
        assert session.get_one(Lot, lot.id).taken_g == 900 * KG
        assert [one.status for one in session.scalars(select(Consignment))] == [
            ConsignmentStatus.SHIPPED,
            ConsignmentStatus.PREPARED,
        ]
        kinds = session.scalars(select(Movement.kind).order_by(Movement.seq))
        assert [str(kind) for kind in kinds][1:] == [
            *("dry", "split", "merge", "count", "dry", "correct", "ship"),
        ]
    assert faults(world) == []
    assert "correction-stays" in {one.code for one in desk.undoing(run_id)}


def test_what_a_file_sent_goes_back_while_nobody_answered(world: World) -> None:
    field = field_of(world)
    desk, lot, buyer = desk_of(field), field.lot(1000), company_member(world)
    world.pass_time(days=3)
    with world.store.reading() as session:
        code = session.get_one(Organisation, buyer.organisation_id).code
    head, *lines = MORE.format(lot=lot.number, buyer=code).splitlines(keepends=True)
    prepared = desk.check("movements", "".join([head, *lines[:4], lines[-1]]))
    desk.confirm(prepared)
    desk.undo(prepared)
    with world.store.reading() as session:
        assert session.get_one(Lot, lot.id).taken_g == 0
        [dropped] = session.scalars(select(Consignment))
        assert dropped.status is ConsignmentStatus.DROPPED
    sent = desk.check("movements", f"{head}ship,{lot.number}: 40 kg,,,,,{code}\n")
    desk.confirm(sent)
    desk.undo(sent)
    with world.store.reading() as session:
        query = select(Consignment).order_by(Consignment.number.desc())
        [last, _] = session.scalars(query)
        assert last.status is ConsignmentStatus.CALLED_BACK
        back = session.scalars(select(Lot).where(Lot.made_g == 40 * KG)).all()
        assert sum(one.available_g for one in back if one.holder_id == field.operator_id) == 40 * KG
    assert faults(world) == []
    answered = desk.check("movements", f"{head}ship,{lot.number}: 30 kg,,,,,{code}\n")
    desk.confirm(answered)
    with world.store.reading() as session:
        [third, *_] = session.scalars(query.options(selectinload(Consignment.lines)))
        got = {line.id: line.shipped_g for line in third.lines}
    with world.work(buyer) as work:
        answer_consignment(work, consignment_id=third.id, received=got)
    assert {one.code for one in desk.undoing(answered)} == {"consignment-not-under-way"}


def test_names_of_lots_are_as_many_as_are_made(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(1000)
    world.pass_time(days=3)
    head = "process,inputs,output,outputs,receiver,product\n"
    rows = (
        f"split,{lot.number},10 kg; 5 kg,one,,\n"
        f"ship,{lot.number}: 5 kg,,,nobody,\n"
        f"blend,{lot.number}: 5 kg,,,,Tea\n"
        f"collect,,,,,\n"
        f"count,{lot.number},5 kg; 6 kg,,,\n"
    )
    found = desk.problems(desk.check("movements", head + rows))
    assert {
        (2, "outputs", "cell-names-differ"),
        (3, "receiver", "cell-no-receiver"),
        (4, "product", "cell-no-recipe"),
        (5, "process", "movement-comes-otherwise"),
        (6, "output", "cell-one-weight"),
    } <= set(found)


SMALLER = {"900 kg,300": "200125 g,66", "100 kg; 50 kg; 30": "30 kg; 20 kg; 10"}
SMALLER |= {"98.5": "29.5", "bc: 40": "bc: 20", "bc: 10": "bc: 5"}


def exported(field: Field, what: str, form: str) -> bytes:
    """Give a list as it goes out."""
    page = io.BytesIO()
    with field.world.reading(field.manager) as reading:
        export_to(page, EXPORTS[what](reading, field.operator_id), form=form, name=what)
    return page.getvalue()


def balances(world: World) -> list[tuple[object, ...]]:
    """Give every lot that was not undone by what it is, and its grams."""
    query = select(Lot).where(Lot.status != LotStatus.UNDONE)
    with world.store.reading() as session:
        return sorted(
            (one.form, one.state, one.grade, one.units or 0, one.status, one.made_g, one.taken_g)
            for one in session.scalars(query)
        )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_movements_go_out_and_come_into_another_house_with_the_same_balances(
    world: World, tmp_path: Path, form: str
) -> None:
    first, buyer = field_of(world), company_member(world)
    desk, lot = desk_of(first), first.lot(1000)
    world.pass_time(days=3)
    with world.store.reading() as session:
        code = session.get_one(Organisation, buyer.organisation_id).code
    more = MORE.format(lot=lot.number, buyer=code)
    for old, new in SMALLER.items():
        more = more.replace(old, new)
    for file in (STORE.format(lot=lot.number), more):
        run_id = desk.check("movements", file)
        assert desk.problems(run_id) == []
        desk.confirm(run_id)
    here = desk.check("movements", exported(first, "movements", form))
    assert {"new", "wrong"}.isdisjoint(desk.counts(here))
    other = World(open_store(f"sqlite:///{tmp_path / 'other.sqlite'}"))
    upgrade(other.store)
    second, other.now = field_of(other), world.now
    company_member(other)
    theirs = desk_of(second)
    bought = theirs.check("receipts", exported(first, "receipts", form))
    theirs.confirm(bought)
    with other.store.reading() as session:
        collected = session.scalars(select(Lot.id)).one()
    second.does(close_lot, lot_id=collected)
    moved = theirs.check("movements", exported(first, "movements", form))
    assert theirs.problems(moved) == []
    theirs.confirm(moved)
    assert balances(other) == balances(world)
    assert faults(other) == []
    again = theirs.check("movements", exported(second, "movements", form))
    assert {"new", "wrong"}.isdisjoint(theirs.counts(again))


def test_what_was_written_down_already_is_a_duplicate_to_accept_or_leave(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(1000)
    world.pass_time(days=3)
    file = f"process,inputs,loss reason,at\nloss,{lot.number}: 2 kg,wet,2026-03-04 14:00\n"
    desk.confirm(desk.check("movements", file))
    run_id = desk.check("movements", file)
    assert desk.problems(run_id) == [(2, "inputs", "movement-there")]
    choose(desk, run_id, 2, Choice.ADD)
    desk.confirm(run_id)
    with world.store.reading() as session:
        assert session.get_one(Lot, lot.id).taken_g == 4 * KG


def test_blends_of_one_kind_and_by_a_recipe_come_from_a_file(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(1000)
    lines = (
        Ingredient("9", field.species_id, PlantPart.ROOT),
        Ingredient("1", ingredient="Honey"),
    )
    order: dict[str, Any] = {"organisation_id": field.operator_id, "product": "Evening tea"}
    field.does(state_recipe, lines=lines, **order)
    world.pass_time(days=3)
    dried = f"dry,{lot.number}: 300 kg,100,,2026-03-04 08:00,"
    head = "process,inputs,output,added,at,outputs,product\n"
    rows = (
        f"{dried}one,\n{dried}two,\n"
        "blend,one: 60 kg; two: 40 kg,,,2026-03-04 10:00,both,\n"
        "blend,both: 90 kg,,honey: 10 kg,2026-03-04 11:00,tea,Evening tea\n"
    )
    wrong = head + rows.replace("honey", "sugar")
    assert (5, "added", "cell-not-in-recipe") in desk.problems(desk.check("movements", wrong))
    run_id = desk.check("movements", head + rows)
    assert desk.problems(run_id) == []
    desk.confirm(run_id)
    with world.store.reading() as session:
        tea = session.scalars(select(Lot).where(Lot.product == "Evening tea")).one()
        assert tea.made_g == 100 * KG
        written = session.scalars(select(Movement).where(Movement.seq == tea.made_by)).one()
        assert written.added_g == 10 * KG
    out = exported(field, "movements", "csv").decode("utf-8-sig")
    last = list(csv.DictReader(io.StringIO(out)))[-1]
    assert (last["product"], last["added"]) == ("Evening tea", "Honey: 10 kg")
    desk.undo(run_id)
    assert faults(world) == []


TESTED = "lot,laboratory,method,tested for,result,allowed,verdict,tested on\n"


def standing_results(world: World, field: Field, lot_id: UUID) -> list[tuple[str, str]]:
    """Give results and verdicts that count."""
    with world.reading(field.manager) as reading:
        return [(one.result, str(one.verdict)) for one in list_tests(reading, lot_id)]


def test_a_laboratory_result_is_put_right_by_a_file_and_goes_back(world: World) -> None:
    field = field_of(world)
    desk, lot = desk_of(field), field.lot(1000)
    world.pass_time(days=3)
    line = f"{lot.number},Lab,ISO 1,Cadmium,{{}},1.0,passed,2026-03-03\n"
    desk.confirm(desk.check("tests", TESTED + line.format("0.12")))
    run_id = desk.check("tests", TESTED + line.format("0.21"))
    assert desk.problems(run_id) == [(2, "result", "test-there-otherwise")]
    choose(desk, run_id, 2, Choice.MERGE)
    assert desk.problems(run_id) == [(2, "result", "test-cell-changes")]
    assert desk.counts(run_id) == {"changed": 1, "rows": 1}
    desk.confirm(run_id)
    assert standing_results(world, field, lot.id) == [("0.21", "passed")]
    with world.store.reading() as session:
        assert count(world, LotTest) == 2
        assert session.scalars(select(LotTest.withdrawal_reason)).all().count("list.csv: 2") == 1
    desk.undo(run_id)
    assert standing_results(world, field, lot.id) == [("0.12", "passed")]
    again = desk.check("tests", TESTED + line.format("0.30"))
    choose(desk, again, 2, Choice.ADD)
    desk.confirm(again)
    assert len(standing_results(world, field, lot.id)) == 2
    assert told_faults(world) == []
