"""What `fairwild demo` says and writes: addresses, accounts, and papers to hold in the hand."""

from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from fairwild.app import create_app
from fairwild.certificates.queries import Wanted, directory
from fairwild.demo import loading
from fairwild.demo.cast import PASSWORD
from fairwild.http import House
from fairwild.kernel.actors import NOBODY, Actor
from fairwild.labels.queries import codes_of, page_of_runs, pdf_of_run
from fairwild.organisations.queries import find_account, posts_of
from fairwild.settings import BadSettings
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading, begin_reading

LIQUORICE_CLERK = "clerk@demo.example"


def load(house: House) -> bool:
    """Load the demonstration unless it is there; tells whether it was loaded now.

    Raises BadSettings in production: its accounts have a password everybody knows.
    """
    if house.settings.production:
        message = (
            "FAIRWILD_ENV=production: the demonstration's password is public; load it elsewhere"
        )
        raise BadSettings(message)
    return loading.load(house.store, base_url=house.settings.base_url, files=house.files)


def welcome(house: House, loaded: bool) -> str:
    """Say where to look and who can sign in, one account a role."""
    url = house.settings.base_url
    lines = [
        "The demonstration is loaded." if loaded else "The demonstration was there already.",
        "",
        f"  start            {url}/",
        f"  a scanned label  {url}/t/{first_label(house)}",
        f"  certificates     {url}/certificates",
        f"  the API          {url}/api/v1/docs",
        "",
        f"Sign in at {url}/sign-in; everybody's password is: {PASSWORD}",
        "",
    ]
    accounts = loading.accounts()
    width = max(len(player.email) for _troupe, player in accounts)
    lines += [
        f"  {player.email:{width}}  {player.role.replace('-', ' '):20}  {troupe.name}"
        for troupe, player in accounts
    ]
    return "\n".join(lines)


def first_label(house: House) -> str:
    """Give the code of the first label of the liquorice story."""
    with begin_reading(house.store, NOBODY) as reading:
        return _label_code(reading)


def _clerk(reading: Reading) -> Actor:
    account = find_account(reading, LIQUORICE_CLERK)
    assert account is not None  # noqa: S101 - the demonstration is loaded
    posts = frozenset(posts_of(reading.session, account.id))
    return Actor(account.id, posts, next(iter(posts)).organisation_id)


def _label_code(reading: Reading) -> str:
    clerk = Reading(reading.session, _clerk(reading), reading.now)
    run = page_of_runs(clerk, Cursor()).rows[0]
    return codes_of(clerk, run.id, limit=1)[0]


def _answered(client: FlaskClient, path: str, accept: str) -> bytes:
    answer = client.get(path, headers={"Accept": accept})
    if not answer.status.startswith("200"):
        message = f"{path} answered {answer.status}"
        raise RuntimeError(message)
    return answer.get_data()


def _papers(house: House) -> Iterator[tuple[str, bytes]]:
    client = create_app(house.settings, store=house.store).test_client()
    with begin_reading(house.store, NOBODY) as reading:
        code = _label_code(reading)
        clerk = Reading(reading.session, _clerk(reading), reading.now)
        run = page_of_runs(clerk, Cursor()).rows[0]
        yield "labels.pdf", pdf_of_run(clerk, run.id)
        line = directory(reading, Wanted(), Cursor()).rows[0]
    yield "certificate.pdf", _answered(client, f"/c/{line.facts.number}/certificate.pdf", "*/*")
    yield "trace.json", _answered(client, f"/t/{code}", "application/json")
    yield "trace.html", _answered(client, f"/t/{code}", "text/html")


def write_papers(house: House, out: Path) -> list[Path]:
    """Write a certificate, a label sheet and the trace of one label into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in _papers(house):
        path = out / name
        path.write_bytes(content)
        written.append(path)
    return written
