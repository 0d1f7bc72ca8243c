"""The ledger's page: everything that happened, filtered, page by page, and checked."""

from sqlalchemy import text

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.species.operations import register_species
from tests.doors import Door


def register(door: Door, count: int) -> None:
    """Make some species known through their deed, so that the ledger has entries."""
    steward = door.world.steward()
    for number in range(count):
        door.world.pass_time(days=1)
        with door.world.work(steward) as work:
            register_species(work, code=f"SP{number:03d}", scientific_name=f"Planta {number}")


def test_events_are_listed_page_by_page(door: Door) -> None:
    register(door, 53)
    pages = door.pages(door.world.steward())
    first = pages.get("/ledger")
    assert "53 events." in first.text
    assert "Species registered" in first.text
    assert first.text.count('<th scope="row" class="num">') == 50
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = pages.get(older)
    assert second.text.count('<th scope="row" class="num">') == 3
    assert 'rel="prev"' in second.text


def test_filters_narrow_the_list_and_wrong_ones_are_said(door: Door) -> None:
    register(door, 3)
    pages = door.pages(door.world.steward())
    day = door.world.now.date().isoformat()
    rows = '<th scope="row" class="num">'
    assert pages.get("/ledger", query_string={"since": day}).text.count(rows) == 1
    assert pages.get("/ledger", query_string={"until": "2026-03-01"}).text.count(rows) == 0
    assert pages.get("/ledger", query_string={"kind": "species-registered"}).text.count(rows) == 3
    assert pages.get("/ledger", query_string={"kind": "lot-closed"}).text.count(rows) == 0
    wrong = pages.get("/ledger", query_string={"subject": "nonsense", "since": "9999-99-99"})
    assert wrong.status_code == 200
    assert "Part of the filter could not be read" in wrong.text


def test_an_untouched_ledger_is_verified_and_a_touched_one_is_not(door: Door) -> None:
    register(door, 2)
    pages = door.pages(door.world.steward())
    assert "The ledger is verified" in pages.get("/ledger?verify=yes").text
    with door.world.store.writing() as session:
        triggers = session.execute(text("select name from sqlite_master where type = 'trigger'"))
        for name in [row[0] for row in triggers]:
            session.execute(text(f'drop trigger "{name}"'))
        session.execute(
            text("""update ledger_entry set data = '{"code": "FORGED"}' where seq = 2""")
        )
        session.commit()
    answer = pages.get("/ledger?verify=yes").text
    assert "The ledger has been tampered with or damaged" in answer
    assert "the entry no longer matches its hash" in answer


def test_only_the_scheme_and_the_machine_may_read_it(door: Door) -> None:
    administrator = door.world.somebody(Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER)
    assert door.pages(administrator).get("/ledger").status_code == 200
    assert door.pages(door.world.operator_manager()).get("/ledger").status_code == 403
    assert door.pages().get("/ledger").status_code == 302
