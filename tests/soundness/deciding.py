"""A house whose server is killed between a decision and its certificate, and what stands then."""

import http.client
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from click.testing import CliRunner
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from fairwild.audits.records import Audit, Decision
from fairwild.audits.states import AuditStatus
from fairwild.certificates.records import Certificate
from fairwild.cli import main
from fairwild.store.engine import Store, open_store
from fairwild.unit_of_work import moment
from tests.audits_builders import (
    Scene,
    agreement_on_file,
    evaluated,
    finished,
    planned,
    scene_of,
    score_all,
)
from tests.builders import World
from tests.soundness.serving import ANSWER_WITHIN_S, OK, Answer, Server, api_token

HALF_WAY_S = 5
STEADY_S = 0.3
ORDER = {"outcome": "certify", "reasons": "All conditions are met."}


def _pause(*, steps: int, seconds: float) -> dict[str, tuple[str, ...]]:
    """Give what makes whoever writes a certificate count so far, or sleep so long, before it."""
    return {
        "sqlite": (
            (
                "CREATE VIEW endless AS WITH RECURSIVE c(x) AS "
                f"(SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < {steps}) "
                "SELECT count(*) AS n FROM c"
            ),
            "CREATE TRIGGER pause BEFORE INSERT ON certificate BEGIN SELECT n FROM endless; END",
        ),
        "postgresql": (
            (
                f"CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END$$"
            ),
            (
                "CREATE TRIGGER pause BEFORE INSERT ON certificate "
                "FOR EACH ROW EXECUTE FUNCTION pause()"
            ),
        ),
    }


PAUSE = _pause(steps=2_000_000_000, seconds=HALF_WAY_S)
BREATH = _pause(steps=8_000_000, seconds=1.5)
"""As long as it takes to be killed, and as long as somebody else can wait."""
GO_ON = {
    "sqlite": ("DROP TRIGGER pause", "DROP VIEW endless"),
    "postgresql": ("DROP TRIGGER pause ON certificate", "DROP FUNCTION pause()"),
}
ASLEEP = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


@dataclass(frozen=True)
class Standing:
    """How an audit stands: its status, its decisions and its certificates."""

    status: AuditStatus
    decisions: int
    certificates: tuple[UUID, ...]

    @property
    def whole(self) -> bool:
        """Decision and certificate both, once, or neither."""
        decided = self.status is AuditStatus.DECIDED
        return self.decisions == len(self.certificates) == int(decided)


class Deciding:
    """One body with its certifier, served, killed and asked again."""

    def __init__(self, instance: Path, url: str) -> None:
        instance.mkdir(exist_ok=True)
        self.url, self.world = url, World(open_store(url))
        self.world.now = moment() - timedelta(minutes=5)
        self.scene: Scene = scene_of(self.world)
        agreement_on_file(instance)
        self.server = Server(instance, url, api_token(self.world, self.scene.certifier.person_id))

    @property
    def store(self) -> Store:
        """The database beside the server."""
        return self.world.store

    def ready(self) -> UUID:
        """Bring an audit to the certifier's desk; the server need not run."""
        today = self.world.now.date()
        days = {"starts_on": today, "ends_on": today}
        audit_id = planned(self.scene, **days, season_reason="Drying goes on after the harvest.")
        score_all(self.scene, audit_id, {})
        evaluated(self.scene, finished(self.scene, audit_id))
        self.store.engine.dispose()
        return audit_id

    # -- asking

    def decide(self, audit_id: UUID, key: str) -> Answer:
        """Decide for a certificate and hear the answer."""
        return self.server.post(f"/audits/{audit_id}/decision", ORDER, key)

    def decide_unheard(self, audit_id: UUID, key: str) -> threading.Thread:
        """Decide, whatever becomes of the answer."""
        thread = threading.Thread(target=self.decide, args=(audit_id, key))
        thread.start()
        return thread

    def paper(self, certificate_id: UUID) -> bytes:
        """Fetch the certificate's PDF from the server."""
        wire = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=ANSWER_WITHIN_S)
        headers = {"Authorization": f"Bearer {self.server.secret}"}
        wire.request(
            "GET", f"/api/v1/certificates/{certificate_id}/certificate.pdf", headers=headers
        )
        answer = wire.getresponse()
        content = answer.read()
        wire.close()
        assert answer.status == OK, content
        return content

    # -- pausing and killing

    @contextmanager
    def paused_half_way(self, pause: Mapping[str, tuple[str, ...]] = PAUSE) -> Iterator[None]:
        """Let whoever writes a certificate stop just before it, with the decision written."""
        engine = self.store.engine.dialect.name
        self._command(pause[engine])
        yield
        self.wait_until(half_way=False)
        self._command(GO_ON[engine])

    def _command(self, sentences: tuple[str, ...]) -> None:
        with self.store.writing() as session:
            for sentence in sentences:
                session.execute(text(sentence))
            session.commit()
        self.store.engine.dispose()

    def wait_until(self, *, half_way: bool) -> None:
        """Wait until a transaction stands before its certificate, or until none does."""
        until = time.monotonic() + ANSWER_WITHIN_S
        while self._stands_half_way() is not half_way:
            assert time.monotonic() < until
            time.sleep(0.02)

    def _stands_half_way(self) -> bool:
        if not self.store.is_sqlite:
            with self.store.reading() as session:
                return bool(session.scalar(text(ASLEEP)))
        until = time.monotonic() + STEADY_S
        while self._writing():
            if time.monotonic() > until:
                return True
            time.sleep(0.02)
        return False

    def _writing(self) -> bool:
        engine = create_engine(self.url, connect_args={"timeout": 0, "isolation_level": None})
        with suppress(OperationalError), engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("ROLLBACK")
            return False
        return True

    def kill_after(self, chance: random.Random) -> None:
        """Let the server work for a moment and kill it."""
        time.sleep(chance.uniform(0, 0.25))
        self.server.kill()

    # -- examining

    def standing(self, audit_id: UUID) -> Standing:
        """Read how an audit stands past the server."""
        with self.store.reading() as session:
            audit = session.get_one(Audit, audit_id)
            decided = select(func.count()).where(Decision.audit_id == audit_id)
            issued = select(Certificate.id).where(Certificate.audit_id == audit_id)
            found = Standing(
                audit.status,
                session.scalar(decided.select_from(Decision)) or 0,
                tuple(session.scalars(issued)),
            )
        self.store.engine.dispose()
        return found

    def check(self) -> None:
        """`fairwild check` and `fairwild ledger verify` find nothing."""
        for words in (["check"], ["ledger", "verify"]):
            answer = CliRunner().invoke(main, words, env=self.server.environment)
            assert answer.exit_code == 0, answer.output
