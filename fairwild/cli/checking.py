"""`fairwild check` and `fairwild ledger verify`: whether what is kept still holds."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import click

from fairwild.areas.queries.checking import check_quantities
from fairwild.audits.queries.checking import check_decisions
from fairwild.certificates.queries.checking import check_certificates
from fairwild.cli.house import open_house, with_house
from fairwild.desks.queries import check_papers
from fairwild.http import House
from fairwild.labels.queries import labels_made
from fairwild.ledger.verification import Verification, verify
from fairwild.lots.processing.catalogue import process_faults
from fairwild.lots.queries import check_balances, check_records
from fairwild.permits.checking import check_permits
from fairwild.standards.catalogue import faults, own_faults
from fairwild.standards.queries import check_numbers
from fairwild.store.checking import check_files
from fairwild.store.migrating import newest, pending, present
from fairwild.store.sweeping import sweep_files


def _verified(house: House) -> Verification:
    with house.store.reading() as session:
        return verify(session)


def _ledger_faults(found: Verification) -> Iterator[str]:
    for fault in found.faults:
        yield f"ledger: entry {fault.seq} of {fault.subject_id}: {fault.code}"


def _paper_faults(house: House) -> Iterator[str]:
    with house.store.reading() as session:
        yield from (f"papers: {fault}" for fault in check_papers(session))
        yield from (f"numbers: {fault}" for fault in check_numbers(session))


def _first_of(about: str, found: Iterator[str]) -> Iterator[str]:
    """Name the first difference and count the others."""
    first = next(found, None)
    if first is None:
        return
    yield f"{about}: {first}"
    others = sum(1 for _ in found)
    if others:
        yield f"{about}: {others} more differences"


def _certificate_faults(house: House) -> Iterator[str]:
    with house.store.reading() as session:
        yield from _first_of("decisions", check_decisions(session))
        yield from _first_of("certificates", check_certificates(session))


def _limit_faults(house: House) -> Iterator[str]:
    with house.store.reading() as session:
        yield from _first_of("limits", check_quantities(session))
        yield from _first_of("permits", check_permits(session))


def _file_faults(house: House) -> Iterator[str]:
    with house.store.reading() as session:
        yield from _first_of("files", check_files(session, house.files))


def _material_faults(house: House) -> Iterator[str]:
    """The ledger knows best which row it is, and is asked first."""
    with house.store.reading() as session:
        found = chain(check_records(session, labels_made()), check_balances(session))
        yield from _first_of("lots", (one.sentence for one in found))


def _faults(house: House) -> Iterator[str]:
    """Say everything that does not hold, a line each."""
    yield from (f"certs: {fault}" for fault in [*faults(), *process_faults()])
    own = house.settings.instance / "standards"
    yield from (f"{own.name}: {fault}" for fault in own_faults(own))
    if pending(house.store):
        yield f"database: at revision {present(house.store) or 'none'}, newest is {newest()}"
        return
    yield from _ledger_faults(_verified(house))
    yield from _paper_faults(house)
    yield from _certificate_faults(house)
    yield from _file_faults(house)
    yield from _limit_faults(house)
    yield from _material_faults(house)


@click.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Check standards, ledger, papers, files and every balance; exit 1 naming what is wrong."""
    count = 0
    for fault in _faults(open_house()):
        click.echo(fault)
        count += 1
    if count:
        context.exit(1)
    click.echo("Everything holds.")


@click.command("sweep")
@click.option("--days", default=1, show_default=True, type=click.IntRange(min=1), help="Age.")
@with_house
def sweep(house: House, days: int) -> None:
    """Delete files older than some days that no row names, and say which."""
    before = house.clock() - timedelta(days=days)
    with house.store.reading() as session:
        gone = list(sweep_files(session, house.files.storage, before=before))
    for name in gone:
        click.echo(name)
    click.echo(f"{len(gone)} files were named by nothing and are deleted.")


@click.group()
def ledger() -> None:
    """The append-only record of every event."""


@ledger.command("verify")
@click.pass_context
@with_house
def verify_ledger(house: House, context: click.Context) -> None:
    """Recompute every hash and walk every version; exit 1 naming the entries that do not hold."""
    found = _verified(house)
    for fault in _ledger_faults(found):
        click.echo(fault)
    if found.faults:
        context.exit(1)
    click.echo(f"{found.entries} entries, all as they were written.")
