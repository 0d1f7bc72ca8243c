"""No page and no answer asks more of the database because there is more to show."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from fairwild.app import create_app
from fairwild.settings import from_environment
from fairwild.unit_of_work import moment
from tests.builders import World
from tests.doors import Door
from tests.house.access import Stage, calls_of, path_of, staged
from tests.house.more_rows import more_of_everything, numbers
from tests.house.test_access import kept
from tests.questions import Question, asked_of

FILES = (".pdf", ".xlsx", ".geojson", "/epcis", "delivery-note")
"""Papers, which are drawn and take long."""
FIRST = ("operator-manager", "company-member", "auditor", "body-office", "scheme-steward")
"""As whom a page is opened: the first of these who may, else anybody who may."""
FEW, MANY = {"rows": 4, "copies": 1}, {"rows": 30, "copies": 3}
"""How much is repeated before the first look, and before the second."""
PAGED = 2
"""A list that does not fit its page may ask how many there are, or who else."""
GROWN = {"audit", "consignment_line", "harvester", "lot", "movement", "receipt", "nonconformity"}
"""Some of what must be more, or nothing is shown here."""

Asked = dict[str, list[Question]]


class Pages:
    """Every page and answer with what it asks, each as somebody who may open it."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.world = stage, World(stage.copy("questions"))
        self.world.now = moment()
        told = from_environment({"FAIRWILD_INSTANCE": str(stage.folder)})
        self.app: Flask = create_app(told, store=self.world.store, clock=lambda: self.world.now)
        self.door = Door(self.app, self.world)
        self.allowed = kept()

    def _routes(self) -> Iterator[tuple[str, Rule, str]]:
        """Every route that is read, with a role that is answered."""
        for name, rule, method in calls_of(self.app):
            open_to = [role for role, status in self.allowed.get(name, {}).items() if status == 200]
            if method == "GET" and open_to and not name.endswith(FILES):
                yield name, rule, next((role for role in FIRST if role in open_to), open_to[0])

    def looked_at(self) -> Asked:
        """Open every page and write down what each asks."""
        pages = {role: self.door.pages(actor) for role, actor in self.stage.actors.items()}
        tokens = {role: self.door.api(actor) for role, actor in self.stage.actors.items()}
        asked: Asked = {}
        for name, rule, role in self._routes():
            path = path_of(rule, self.stage.values)
            is_api = path.startswith("/api/v1") and path != "/api/v1/docs"
            with asked_of(self.world.store) as heard:
                if is_api:
                    answer = tokens[role].get(path.removeprefix("/api/v1"))
                else:
                    answer = pages[role].get(path)
                answer.get_data()
            assert answer.status_code == 200, (name, role)
            asked[name] = heard
        return asked


@pytest.fixture
def pages(demo_template: Path, tmp_path: Path) -> Pages:
    """The demonstration with all its pages."""
    shutil.copytree(demo_template, tmp_path / "instance")
    return Pages(staged(tmp_path / "instance"))


@pytest.mark.timeout(400)
def test_a_page_asks_no_more_where_there_is_more_to_show(pages: Pages) -> None:
    unused, looks = numbers(), []
    for much in (FEW, MANY):
        with pages.world.store.writing() as session:
            grown = more_of_everything(session.connection(), **much, numbers=unused)
            session.commit()
        assert grown >= GROWN
        looks.append(pages.looked_at())
    few, many = looks
    assert len(many) > 200
    more = [name for name in many if len(many[name]) > len(few[name]) + PAGED]
    assert {name: _more(few[name], many[name]) for name in more} == {}


def _more(few: list[Question], many: list[Question]) -> list[str]:
    """Name what is asked more often, the most frequent first."""
    counts = Counter(_plain(one) for one in many) - Counter(_plain(one) for one in few)
    return [f"{times} x {text}" for text, times in counts.most_common(3)]


def _plain(question: Question) -> str:
    return re.sub(r"\s+", " ", question.text)[:160]
