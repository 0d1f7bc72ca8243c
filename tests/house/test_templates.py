"""Templates compile strictly, carry no inline code, and lead nowhere that is not there."""

import ast
import re

import pytest
from flask import Flask
from jinja2 import StrictUndefined, nodes

from tests.house.sources import TEMPLATES, called, calls, constant, modules, tree_of

EVERY_TEMPLATE = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()
)
INLINE = {
    "inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "code in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "code in a link": re.compile(r"javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"""\b(?:src|href)=["'](?:https?:)?//""", re.IGNORECASE),
}
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def source(name: str) -> str:
    """The text of a template without its comments."""
    return COMMENT.sub("", (TEMPLATES / name).read_text("utf-8"))


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_a_template_compiles(app: Flask, name: str) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", [name for name in EVERY_TEMPLATE if name.endswith(".html")])
def test_a_template_carries_no_inline_code(name: str) -> None:
    text = source(name)
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


def endpoints(app: Flask, name: str) -> set[str]:
    """The endpoints a template links to by `url_for`."""
    tree = app.jinja_env.parse((TEMPLATES / name).read_text("utf-8"))
    return {
        str(call.args[0].value)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for"
        if call.args and isinstance(call.args[0], nodes.Const)
    }


def test_every_link_of_a_template_leads_somewhere(app: Flask) -> None:
    known = set(app.view_functions)
    dead = {name: endpoints(app, name) - known for name in EVERY_TEMPLATE}
    assert {name: missing for name, missing in dead.items() if missing} == {}


def rendered() -> set[str]:
    """The templates that views and letters name, whole or with a part filled in."""
    literals, patterns = set(), []
    for path in modules():
        for node in ast.walk(tree_of(path)):
            text = constant(node)
            if text is not None:
                literals.add(text)
            if isinstance(node, ast.JoinedStr):
                patterns.append(
                    "".join(re.escape(constant(part) or "") or ".+" for part in node.values)
                )
    shaped = re.compile("|".join(pattern for pattern in patterns if pattern.startswith("pages/")))
    return {name for name in EVERY_TEMPLATE if name in literals or shaped.fullmatch(name)}


def referenced(app: Flask) -> set[str]:
    """The templates that other templates extend, include or import."""
    found = set()
    for name in EVERY_TEMPLATE:
        tree = app.jinja_env.parse((TEMPLATES / name).read_text("utf-8"))
        kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
        for node in tree.find_all(kinds):
            template = getattr(node, "template", None)
            if isinstance(template, nodes.Const):
                found.add(str(template.value))
    return found


def test_every_template_is_used(app: Flask) -> None:
    assert set(EVERY_TEMPLATE) - rendered() - referenced(app) == set()


def test_every_template_that_a_view_names_is_there() -> None:
    named = set()
    for path in modules():
        for call in calls(path):
            if called(call) == "render_template" and call.args:
                named.add(constant(call.args[0]))
    missing = named - set(EVERY_TEMPLATE) - {None}
    assert missing == set()
