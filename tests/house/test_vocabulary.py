"""Every action has a policy; every obstacle, event and word of a closed list has its words."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum

import pytest
from flask import Flask

import fairwild
from fairwild.access.actions import Action
from fairwild.access.policy import POLICY
from fairwild.kernel.events import Event
from fairwild.kernel.refusals import Obstacle
from fairwild.wording import EVENTS, OBSTACLES, WORDS
from tests.house.sources import CODE, called, calls, constant, modules, name_of, nodes

PLACEHOLDER = re.compile(r"%\((\w+)\)")
SPOKEN_MODULES = re.compile(
    r"fairwild\.(?:\w+\.states|kernel\.(?:actors|plants|quantities)|labels\.tracing\.facts)"
)


@pytest.fixture(scope="module")
def everything() -> list[str]:
    """Every module of the house, imported."""
    found = [module.name for module in pkgutil.walk_packages(fairwild.__path__, "fairwild.")]
    for name in found:
        if not name.endswith("__main__"):
            importlib.import_module(name)
    return found


def test_every_action_has_a_policy() -> None:
    assert set(POLICY) == set(Action)
    assert [action for action, clauses in POLICY.items() if not clauses] == []


def test_every_action_is_asked_for_somewhere() -> None:
    used = set()
    for path in modules():
        if path.is_relative_to(CODE / "access"):
            continue
        for node in nodes(path, ast.Attribute):
            assert isinstance(node, ast.Attribute)
            if isinstance(node.value, ast.Name) and node.value.id == "Action":
                used.add(node.attr)
    assert {action.name for action in Action} - used == set()


def obstacles() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every obstacle written in the code: where, its code, the names of its facts if literal."""
    for path in modules():
        for call in calls(path):
            code = constant(call.args[0]) if called(call) == "Obstacle" and call.args else None
            if code is not None:
                yield f"{name_of(path)}:{call.lineno}", code, facts_of(call)


def facts_of(call: ast.Call) -> set[str] | None:
    """The names of the facts of an obstacle; None where they are not written out."""
    given = [word.value for word in call.keywords if word.arg == "facts"] or call.args[1:2]
    if not given:
        return set()
    match given[0]:
        case ast.Dict(keys=keys):
            names = {constant(key) for key in keys}
            return None if None in names else {name for name in names if name}
    return None


def test_every_obstacle_has_a_sentence() -> None:
    assert [f"{place}: {code}" for place, code, _ in obstacles() if code not in OBSTACLES] == []


def test_a_sentence_only_speaks_of_facts_it_is_given(app: Flask) -> None:
    guilty = []
    with app.test_request_context("/"):
        for place, code, given in obstacles():
            if given is None or code not in OBSTACLES:
                continue
            wanted = set(PLACEHOLDER.findall(str(OBSTACLES[code])))
            if wanted - given:
                guilty.append(f"{place}: {code} lacks {', '.join(sorted(wanted - given))}")
    assert guilty == []


def test_every_obstacle_code_is_plain() -> None:
    assert [code for code in OBSTACLES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []
    assert Obstacle("quota-exceeded").facts == {}


def event_classes(kind: type[Event] = Event) -> Iterator[type[Event]]:
    """Every kind of event of the house."""
    for child in kind.__subclasses__():
        if child.__module__.startswith("fairwild."):
            yield child
        yield from event_classes(child)


def test_every_event_has_words(everything: list[str]) -> None:
    assert everything
    kinds = {child.kind() for child in event_classes()}
    assert kinds - set(EVENTS) == set()
    assert set(EVENTS) - kinds == set()


def test_every_event_is_recorded_by_some_operation(everything: list[str]) -> None:
    assert everything
    made = {called(call) for path in modules() for call in calls(path)}
    declared = {child.__name__ for child in event_classes()}
    assert declared - made == set()


def test_no_event_carries_a_persons_name(everything: list[str]) -> None:
    assert everything
    personal = {"person_name", "harvester_name", "email", "phone", "village", "birth_year"}
    guilty = [
        f"{child.__name__}.{field}"
        for child in event_classes()
        for field in child.__dataclass_fields__
        if field in personal
    ]
    assert guilty == []


def spoken() -> Iterator[type[StrEnum]]:
    """Every closed list whose words people read."""
    waiting: list[type[StrEnum]] = [StrEnum]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if SPOKEN_MODULES.fullmatch(child.__module__):
                yield child


def test_every_status_and_role_has_a_word(everything: list[str]) -> None:
    assert everything
    wanted = {f"{kind.__name__}:{member.value}" for kind in spoken() for member in kind}
    assert wanted
    assert wanted - set(WORDS) == set()


def test_every_sentence_of_the_code_is_translatable(app: Flask) -> None:
    with app.test_request_context("/"):
        said = [str(text) for words in (OBSTACLES, EVENTS, WORDS) for text in words.values()]
    assert all(said)
