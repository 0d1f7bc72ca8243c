"""`fairwild check` names a certificate, a decision and a file that are not what they were."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, delete, insert, select, update

from fairwild.audits.queries.checking import check_decisions
from fairwild.audits.records import Audit, Decision
from fairwild.audits.states import Outcome
from fairwild.certificates.queries.checking import check_certificates
from fairwild.certificates.records import Certificate, CertificateLine, StatusEntry
from fairwild.certificates.states import CertificateStatus
from fairwild.cli import main
from fairwild.kernel.digests import facts_digest
from tests.audits_builders import AGREEMENT, Scene, agreement_on_file
from tests.builders import World
from tests.certificates_builders import certified, move

HOLDS = "Everything holds.\n"


def check(world: World, instance: Path) -> Result:
    """Run the command against this database and this folder."""
    url = world.store.engine.url.render_as_string(hide_password=False)
    told = {"FAIRWILD_INSTANCE": str(instance), "FAIRWILD_DATABASE_URL": url}
    return CliRunner().invoke(main, ["check"], env=told)


@pytest.fixture
def scene(world: World, tmp_path: Path) -> tuple[Scene, UUID]:
    """A certificate by all its deeds, suspended once, with the file of its agreement."""
    agreement_on_file(tmp_path)
    scene, certificate_id = certified(world)
    world.pass_time(hours=1)
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    return scene, certificate_id


def _forged(connection: Connection) -> None:
    """Let a certificate print another holder, with a digest that fits."""
    paper = connection.scalar(select(Certificate.paper)) | {"holder_name": "Somebody Else"}
    changed = {"paper": paper, "paper_digest": facts_digest(paper)}
    connection.execute(update(Certificate).values(**changed))


def _gone(connection: Connection) -> None:
    for row in (CertificateLine, StatusEntry, Certificate):
        connection.execute(delete(row))


def _without_deed(connection: Connection) -> None:
    row = connection.execute(select(Certificate.__table__)).mappings().one()
    copied = {**row, "id": uuid4(), "number": "ECO-2026-00099", "code": "1" * 10}
    connection.execute(insert(Certificate), [copied])


def _other_ground(connection: Connection) -> None:
    kept = connection.execute(select(Decision.facts)).scalar_one()
    connection.execute(update(Decision).values(facts={**kept, "agreement": None}))


def _undecided(connection: Connection) -> None:
    connection.execute(delete(Decision))


CHANGES: dict[str, tuple[str, Callable[[Connection], object]]] = {
    "a forged paper": ("does not print what was issued", _forged),
    "a longer term": (
        "has valid_until 2030-01-01, the ledger 2027-06-02",
        lambda on: on.execute(update(Certificate).values(valid_until=date(2030, 1, 1))),
    ),
    "another code": (
        "has code 0000000000, its paper ",
        lambda on: on.execute(update(Certificate).values(code="0" * 10)),
    ),
    "more to collect": (
        "has maximum_g 99000000 in line 1, the ledger 16800000",
        lambda on: on.execute(update(CertificateLine).values(maximum_g=99_000_000)),
    ),
    "a suspension gone": (
        "is issued, in the ledger suspended",
        lambda on: on.execute(
            delete(StatusEntry).where(StatusEntry.status == CertificateStatus.SUSPENDED)
        ),
    ),
    "a refusal made of a decision": (
        "decision on ECO-A-2026-001 differs from the ledger in its outcome",
        lambda on: on.execute(update(Decision).values(outcome=Outcome.REFUSE)),
    ),
    "another ground of it": (
        "decision on ECO-A-2026-001 differs from the ledger in its facts",
        _other_ground,
    ),
    "no decision any more": ("rests on ECO-A-2026-001, whose decision is not there", _undecided),
    "nothing of it any more": ("ECO-2026-00001 is gone", _gone),
    "one more without a deed": ("ECO-2026-00099 is not known to the ledger", _without_deed),
    "another audit's number": (
        "rests on ECO-A-2026-009, its paper on ECO-A-2026-001",
        lambda on: on.execute(update(Audit).values(number="ECO-A-2026-009")),
    ),
}


def test_what_was_changed_behind_the_back_of_deeds_is_named(scene: tuple[Scene, UUID]) -> None:
    world = scene[0].world
    assert faults_after(world, lambda _: None) == []
    for changed, (said, change) in CHANGES.items():
        assert any(said in one for one in faults_after(world, change)), changed


def faults_after(world: World, change: Callable[[Connection], object]) -> list[str]:
    """Say what is found after a change that is taken back again."""
    with world.store.writing() as session:
        change(session.connection())
        found = [*check_decisions(session), *check_certificates(session)]
        session.rollback()
        return found


def test_a_tampered_and_a_missing_file_are_named(scene: tuple[Scene, UUID], tmp_path: Path) -> None:
    world = scene[0].world
    [kept] = (one for one in (tmp_path / "files").rglob("*") if one.is_file())
    kept.write_bytes(AGREEMENT + b"and one line more")
    answer = check(world, tmp_path)
    assert answer.exit_code == 1
    assert answer.output.startswith("files: 'agreement.pdf', ")
    assert answer.output.endswith(" is not as it was kept\n")
    kept.unlink()
    assert check(world, tmp_path).output.endswith(" is gone\n")
    kept.write_bytes(AGREEMENT)
    assert check(world, tmp_path).output == HOLDS
