"""The filter of lists and the permission of one thing cannot disagree."""

from collections.abc import Iterator
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Enum, create_engine, literal, select
from sqlalchemy.sql import visitors

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import allows
from fairwild.kernel.actors import Actor, Post, Role
from fairwild.store.base import Base, Row
from fairwild.tables import metadata
from fairwild.unit_of_work import visible_to

assert metadata
ENGINE = create_engine("sqlite://")
IDS = [UUID(int=number) for number in range(1, 5)]


def models() -> Iterator[type[Row]]:
    """Every row that is seen by an action of its own."""
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Row) and mapper.class_.__see__ is not None:
            yield mapper.class_


MODELS = sorted(models(), key=lambda model: model.__name__)
actors = st.builds(
    Actor,
    person_id=st.none() | st.sampled_from(IDS),
    posts=st.frozensets(st.builds(Post, st.sampled_from(IDS), st.sampled_from(Role)), max_size=3),
)


def columns_of(model: type[Row], party: Party) -> Iterator[Column[object]]:
    """Every column that says who this party of a row is."""
    said = getattr(model, model.__parties__[party]).is_(None)
    return (one for one in visitors.iterate(said) if isinstance(one, Column))


def values_of(model: type[Row], column: str) -> st.SearchStrategy[object]:
    """What a column that says who a party is can hold."""
    kind = model.__table__.columns[column].type
    chosen = kind.enum_class if isinstance(kind, Enum) else IDS
    return st.none() | st.sampled_from(chosen)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of any kind, whose parties are any of a few organisations and persons."""
    model = draw(st.sampled_from(MODELS))
    columns = {one.key for party in model.__parties__ for one in columns_of(model, party)}
    return model(**{column: draw(values_of(model, column)) for column in sorted(columns)})


def holds_in_sql(actor: Actor, row: Row, action: Action) -> bool:
    """Let the database judge the filter over this one row."""

    def put_in(element: object, **_: object) -> object:
        if isinstance(element, Column):
            return literal(getattr(row, element.key), element.type)
        return None

    condition = visible_to(actor, type(row), action)
    judged = visitors.replacement_traverse(condition, {}, put_in)
    with ENGINE.connect() as connection:
        return bool(connection.execute(select(judged)).scalar_one())


@given(actors, rows(), st.sampled_from(Action))
def test_the_filter_agrees_with_the_permission(actor: Actor, row: Row, action: Action) -> None:
    assert holds_in_sql(actor, row, action) == allows(action, actor, row)


@given(actors, rows())
def test_what_is_listed_is_what_may_be_seen(actor: Actor, row: Row) -> None:
    seeing = type(row).__see__
    assert seeing is not None
    assert holds_in_sql(actor, row, seeing) == allows(seeing, actor, row)


def test_every_party_is_said_by_columns_of_its_row() -> None:
    for model in MODELS:
        for party, column in model.__parties__.items():
            assert isinstance(party, Party)
            named = list(columns_of(model, party))
            assert column in model.__table__.columns or len(named) > 1
            assert all(one.table is model.__table__ for one in named)
