"""The command line does the same deeds and says plainly why it does not."""

import socket
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fairwild.bench.figures import at_most, seconds_of
from fairwild.cli import main
from fairwild.settings import VARIABLES
from fairwild.store.engine import open_store
from fairwild.store.migrating import newest, present

PASSWORD = "a hedge of wild roses in June"


class Shell:
    """Runs commands over a house of its own."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self.database = f"sqlite:///{instance / 'house.sqlite'}"

    def __call__(self, *words: str, typed: str = "") -> Result:
        told = {"FAIRWILD_INSTANCE": str(self.instance), "FAIRWILD_DATABASE_URL": self.database}
        return CliRunner().invoke(main, words, input=typed, env=told)

    def create_admin(self, password: str = PASSWORD) -> Result:
        """Make the first person."""
        words = ("admin", "create", "--name", "Ann", "--email", "ann@example.org")
        return self(*words, "--password-stdin", typed=f"{password}\n")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A house with nothing in it."""
    return Shell(tmp_path)


@pytest.fixture
def ready(shell: Shell) -> Shell:
    """A house whose database is made."""
    assert shell("db", "init").exit_code == 0
    return shell


@pytest.mark.parametrize(
    "words", [("serve",), ("ledger", "verify"), ("mail", "send"), ("db", "status")]
)
def test_a_database_without_tables_is_refused_with_the_command_to_run(
    shell: Shell, words: tuple[str, ...]
) -> None:
    port = ("--port", str(free_port())) if words == ("serve",) else ()
    answer = shell(*words, *port)
    assert answer.exit_code == 1
    assert "fairwild db upgrade" in answer.output


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def test_the_database_is_made_once(ready: Shell) -> None:
    again = ready("db", "init")
    assert again.exit_code == 1
    assert "has its tables already" in again.output
    assert ready("db", "status").exit_code == 0
    assert ready("db", "upgrade").exit_code == 0


def test_the_database_goes_down_when_told_twice(ready: Shell) -> None:
    assert ready("db", "downgrade", "base", typed="n\n").exit_code == 1
    assert present(open_store(ready.database)) is not None
    assert ready("db", "downgrade", "base", "--yes").exit_code == 0
    assert present(open_store(ready.database)) is None


def test_the_database_stays_as_it_is_where_the_form_before_has_no_words_for_it(
    ready: Shell,
) -> None:
    with sqlite3.connect(ready.instance / "house.sqlite") as connection:
        connection.execute(
            "INSERT INTO alarm_dismissal "
            "(id, version, organisation_id, key, kind, figures, reason, dismissed_at) "
            "VALUES ('1', 1, '1', 'nc', 'nonconformity-overdue', '{}', '', '')"
        )
    connection.close()
    barred = ready("db", "downgrade", "base", "--yes")
    assert barred.exit_code == 1
    assert "Error: Revision 0006 has no word for 'nonconformity-overdue'" in barred.output
    assert "Nothing was changed." in barred.output
    assert present(open_store(ready.database)) == newest()


def test_a_busy_port_is_refused_with_another_one(ready: Shell) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        answer = ready("serve", "--port", str(port))
    assert answer.exit_code == 1
    assert f"Port {port} is in use. Choose another: --port {port + 1}" in answer.output


def test_the_first_administrator_is_made_once(ready: Shell) -> None:
    assert ready.create_admin().exit_code == 0
    again = ready.create_admin()
    assert again.exit_code == 3
    assert again.output.strip() != ""
    assert ready("ledger", "verify").exit_code == 0


def test_a_weak_password_is_refused_in_words(ready: Shell) -> None:
    answer = ready.create_admin(password="short")
    assert answer.exit_code in {2, 3}
    assert "password" in answer.output.lower()
    assert "entries" in ready("ledger", "verify").output


def test_wrong_settings_end_in_a_sentence(ready: Shell) -> None:
    told = {"FAIRWILD_INSTANCE": str(ready.instance), "FAIRWILD_SESSION_HOURS": "soon"}
    answer = CliRunner().invoke(main, ["db", "status"], env=told)
    assert answer.exit_code == 2
    assert "FAIRWILD_SESSION_HOURS must be a whole number" in answer.output


def test_who_is_not_known_cannot_act(ready: Shell) -> None:
    words = ("--count", "1", "--out", str(ready.instance / "a.pdf"), "--as", "x@example.org")
    answer = ready("labels", "SOME-LOT", *words)
    assert answer.exit_code == 4
    assert "no such thing: person" in answer.output


def test_a_lot_that_is_not_there_has_no_labels(ready: Shell) -> None:
    ready.create_admin()
    words = ("--count", "1", "--out", str(ready.instance / "a.pdf"), "--as", "ann@example.org")
    answer = ready("labels", "SOME-LOT", *words)
    assert answer.exit_code == 4
    assert not (ready.instance / "a.pdf").exists()


def test_an_empty_house_holds_and_has_no_mail(ready: Shell) -> None:
    assert ready("check").output == "Everything holds.\n"
    assert ready("mail", "send").output == "0 sent.\n"


def test_every_setting_is_listed(ready: Shell) -> None:
    said = ready("settings").output
    assert [name for name in VARIABLES if name not in said] == []


def test_an_unknown_figure_is_named_with_those_there_are(ready: Shell) -> None:
    answer = ready("bench", "--only", "speed", "--out", str(ready.instance / "bench.json"))
    assert answer.exit_code == 2
    assert "labels" in answer.output


def test_a_figure_misses_its_goal_when_it_is_too_slow() -> None:
    same = {"name": "a", "size": 10, "base_seconds": 1.0, "against": "b", "limit": 2.0}
    assert at_most(seconds=2.0, **same).holds  # type: ignore[arg-type]  # a dict of mixed values
    assert not at_most(seconds=2.1, **same).holds  # type: ignore[arg-type]  # the same
    assert "MISSED" in at_most(seconds=3.0, **same).line()  # type: ignore[arg-type]  # the same


def test_rounds_take_turns() -> None:
    turns: list[str] = []
    best = seconds_of(lambda: turns.append("a"), lambda: turns.append("b"), rounds=2)
    assert turns == ["a", "b", "a", "b"]
    assert len(best) == 2
