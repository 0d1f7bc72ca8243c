"""Files of harvesters: nothing is written before the confirmation, then everything or nothing."""

import pytest

from fairwild.harvesters import cells, exports, imports, operations, queries, sheets
from fairwild.harvesters.imports import Preview, RowState
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import Invalid, NotAllowed, NotFound, Refused
from tests.areas_builders import area, home_of, target
from tests.builders import World
from tests.harvesters_builders import harvester

HEAD = "local id;name;sex;birth year;village;areas;species;registered from;last day\r\n"
GOOD = (
    HEAD
    + "A-1;Nguyễn Thị Hoa;f;1980;Hà Giang;B3;glygla;2026-01-01;\r\n"
    + ";李小花;;1990;Sapa;;;01.02.2026;2026-12-31\r\n"
    + ";;;;;;;;\r\n"
    + "A-3;=1+1;male;1970;Sapa;B3;;2026-01-01;\r\n"
)


def operator(world: World) -> Actor:
    manager = world.operator_manager()
    area(world, manager)
    target(world, manager, world.species())
    return manager


def stage(world: World, manager: Actor, text: str) -> imports.HarvesterImport:
    with world.work(manager) as work:
        staged = imports.stage_import(
            work, operator_id=home_of(manager), file_name="people.csv", content=text.encode()
        )
        work.session.flush()
        work.session.expunge_all()
        return staged


def confirm(world: World, manager: Actor, staged: imports.HarvesterImport) -> dict[str, int]:
    with world.work(manager) as work:
        return dict(imports.confirm_import(work, import_id=staged.id).outcome)


def preview(world: World, manager: Actor, text: str) -> Preview:
    with world.reading(manager) as reading:
        return imports.preview_of(reading, home_of(manager), text)


def count(world: World, manager: Actor) -> int:
    with world.reading(manager) as reading:
        return queries.count_harvesters(reading, home_of(manager))


def test_nothing_is_written_before_the_confirmation_and_once_after(world: World) -> None:
    manager = operator(world)
    staged = stage(world, manager, GOOD)
    assert count(world, manager) == 0
    assert confirm(world, manager, staged) == {"written": 3, "there": 0}
    assert confirm(world, manager, staged) == {"written": 3, "there": 0}
    assert count(world, manager) == 3
    with world.reading(manager) as reading:
        (hoa,) = queries.search_harvesters(reading, home_of(manager), "A-1")
        assert (len(hoa.area_ids), len(hoa.species_ids)) == (1, 1)
        (flower,) = queries.search_harvesters(reading, home_of(manager), "小花")
        assert flower.local_id == "H0001"
        assert str(flower.registered.last_day) == "2026-12-31"
        assert imports.find_import(reading, staged.id).content == ""


def test_the_same_file_again_finds_everybody_there(world: World) -> None:
    manager = operator(world)
    confirm(world, manager, stage(world, manager, GOOD))
    again = preview(world, manager, GOOD)
    assert (again.count(RowState.NEW), again.count(RowState.THERE)) == (0, 3)
    assert confirm(world, manager, stage(world, manager, GOOD)) == {"written": 0, "there": 3}
    assert count(world, manager) == 3


def test_one_wrong_cell_keeps_the_whole_file_out(world: World) -> None:
    manager = operator(world)
    wrong = GOOD + "A-4;Bao;m;2015;Sapa;B9;;2026-01-01;2025-01-01\r\n"
    found = preview(world, manager, wrong)
    assert [(cell.row, cell.column, cell.obstacle.code) for cell in found.wrong] == [
        (6, "areas", "cell-areas-unknown")
    ]
    staged = stage(world, manager, wrong)
    with pytest.raises(Refused) as refused:
        confirm(world, manager, staged)
    assert [one.code for one in refused.value.obstacles] == ["import-has-wrong-cells"]
    assert count(world, manager) == 0


def test_the_rules_of_the_register_hold_for_every_row(world: World) -> None:
    manager = operator(world)
    harvester(world, manager, "Somebody else", local_id="A-9")
    rows = (
        "A-8;Bao;m;2015;Sapa;;;2026-01-01;2025-01-01\r\n"
        "A-9;Cam;f;1980;Sapa;;;2026-01-01;\r\n"
        "A-7;Dao;f;1800;Sapa;;;2026-01-01;\r\n"
    )
    found = preview(world, manager, HEAD + rows)
    assert [(cell.row, cell.column, cell.obstacle.code) for cell in found.wrong] == [
        (2, "birth_year", "harvester-too-young"),
        (2, "last_day", "registration-ends-before-start"),
        (3, "local_id", "local-id-taken"),
        (4, "birth_year", "birth-year-unlikely"),
    ]


def test_rows_that_repeat_one_another_are_named(world: World) -> None:
    manager = operator(world)
    rows = (
        "A-1;Ana;f;1980;Soria;;;2026-01-01;\r\n"
        "A-1;Eva;f;1981;Soria;;;2026-01-01;\r\n"
        ";Ána;f;1980;SORIA;;;2026-01-01;\r\n"
        "A-2;Ana;f;1980;Soria;;;2026-01-01;\r\n"
    )
    found = preview(world, manager, HEAD + rows)
    assert [(cell.row, cell.obstacle.code, cell.obstacle.facts) for cell in found.wrong] == [
        (3, "number-twice", {"other_row": 2}),
        (4, "person-twice", {"other_row": 2}),
    ]
    assert (found.twice, found.alike, found.count(RowState.NEW)) == (2, 1, 2)


def test_wrong_headings_come_before_everything(world: World) -> None:
    manager = operator(world)
    found = preview(world, manager, "name,colour\r\nAna,green\r\n")
    assert not found.may_be_confirmed
    assert [cell.obstacle.code for cell in found.wrong] == ["column-unknown"] + [
        "column-missing"
    ] * 3


def test_a_file_without_rows_cannot_be_confirmed(world: World) -> None:
    manager = operator(world)
    with pytest.raises(Refused) as refused:
        confirm(world, manager, stage(world, manager, HEAD))
    assert [one.code for one in refused.value.obstacles] == ["import-has-no-rows"]


def test_what_is_no_table_is_not_kept(world: World) -> None:
    manager = operator(world)
    with pytest.raises(Invalid), world.work(manager) as work:
        imports.stage_import(
            work, operator_id=home_of(manager), file_name="x", content=GOOD.encode("utf-16")
        )


def test_a_file_is_the_operator_s_own(world: World) -> None:
    manager, stranger = operator(world), world.operator_manager()
    staged = stage(world, manager, GOOD)
    with pytest.raises(NotFound), world.work(stranger) as work:
        imports.confirm_import(work, import_id=staged.id)
    with pytest.raises(NotAllowed), world.work(stranger) as work:
        imports.stage_import(
            work, operator_id=home_of(manager), file_name="x", content=GOOD.encode()
        )


def test_somebody_registered_meanwhile_is_noticed_at_the_confirmation(world: World) -> None:
    manager = operator(world)
    staged = stage(world, manager, GOOD)
    harvester(world, manager, "Somebody else", local_id="A-3")
    with pytest.raises(Refused):
        confirm(world, manager, staged)
    assert count(world, manager) == 1


def test_the_register_as_a_file_is_guarded_and_reads_back(world: World) -> None:
    manager = operator(world)
    confirm(world, manager, stage(world, manager, GOOD))
    with world.reading(manager) as reading:
        text = exports.register_as_file(reading, home_of(manager))
    assert text.startswith("\ufefflocal_id,")
    assert "A-3,'=1+1," in text
    heading, *records = sheets.records_of(text, cells.is_column)
    assert (tuple(heading), len(records)) == (cells.COLUMNS, 3)
    found = preview(world, manager, text)
    assert found.count(RowState.THERE) == 3


def test_the_template_has_the_right_heading(world: World) -> None:
    manager = operator(world)
    found = preview(world, manager, exports.template_file())
    assert found.headings == ()
    assert {cell.column for cell in found.wrong} == {"areas"}


def test_free_numbers_are_given_in_one_go(world: World) -> None:
    manager = operator(world)
    harvester(world, manager, local_id="H0002")
    rows = "".join(f";Person {count};f;1980;Soria;;;2026-01-01;\r\n" for count in range(3))
    taken = "H0004;Bao;m;1970;Sapa;;;2026-01-01;\r\n"
    confirm(world, manager, stage(world, manager, HEAD + rows + taken))
    with world.reading(manager) as reading:
        numbers = queries.local_ids_of(reading, home_of(manager))
    assert numbers == {"H0001", "H0002", "H0003", "H0004", "H0005"}
    with world.work(manager) as work:
        assert operations.next_local_id(work, home_of(manager)) == "H0006"
