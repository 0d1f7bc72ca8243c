"""Write a migration anew from the difference between the ones before it and the code.

For developers, while a migration is not released yet: `python tools/migration.py 0002 "Title"`.
PostgreSQL alters its tables; SQLite, which cannot change a CHECK, builds them anew from literal
DDL. What was written by hand between the lines `# by hand` and `# end by hand` is kept.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from sqlalchemy import CheckConstraint, Enum, Table, inspect, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from fairwild.resources import folder
from fairwild.store.engine import Store, open_store
from fairwild.store.migrating import _config, upgrade
from fairwild.tables import metadata

VERSIONS = folder("migrations") / "versions"
MARKS = ("    # by hand\n", "    # end by hand\n")
DIALECT = sqlite.dialect()
CREATED = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL ORDER BY type"

DDL = ": dict[str, list[str]]"
NOTHING = "    pass  # new tables only\n"

REBUILD = '''

def _rebuild(ddl: dict[str, list[str]]) -> None:
    """Build tables anew in SQLite with everything in them; foreign keys are checked at the end."""
    for table, (made, *indexes) in ddl.items():
        op.execute(made.replace(f"CREATE TABLE {table} ", f"CREATE TABLE {table}_anew ", 1))
        there = set(_columns(table))
        kept = ", ".join(name for name in _columns(f"{table}_anew") if name in there)
        rows = f"INSERT INTO {table}_anew ({kept}) SELECT {kept} FROM {table}"  # noqa: S608 - ours
        op.execute(rows)
        op.execute(f"DROP TABLE {table}")
        op.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
        for index in indexes:
            op.execute(index)


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
'''


def plain(ddl: str) -> str:
    """Give DDL without what does not matter."""
    return " ".join(ddl.replace('"', "").split())


def before(store: Store, table: str) -> list[str]:
    """Give what made a table and its indexes, in the database as it is."""
    with store.engine.connect() as connection:
        rows = connection.execute(text(CREATED), {"name": table}).scalars().all()
    made = [row.replace('"', "") for row in rows if not row.startswith("CREATE TRIGGER")]
    return sorted(made, key=lambda one: not one.startswith("CREATE TABLE"))


def after(table: Table) -> list[str]:
    """Give what makes a table and its indexes, as the code has them."""
    made = [CreateTable(table), *(CreateIndex(one) for one in sorted_indexes(table))]
    return [str(one.compile(dialect=DIALECT)).strip() for one in made]


def sorted_indexes(table: Table) -> list:  # type: ignore[type-arg]  # a script for developers
    """Give the indexes of a table in the order of their names."""
    return sorted(table.indexes, key=lambda one: str(one.name))


def changed(store: Store, altered: str) -> Iterator[Table]:
    """Give every table that is there and differs."""
    there = inspect(store.engine)
    for table in metadata.sorted_tables:
        named = f"batch_alter_table('{table.name}'" in altered
        if there.has_table(table.name) and (named or checks_of(store, table)):
            yield table


def checks_of(store: Store, table: Table) -> dict[str, tuple[str | None, str | None]]:
    """Give every check of a table that differs: before and now."""
    found = inspect(store.engine).get_check_constraints(table.name)
    old = {str(one["name"]): str(one["sqltext"]) for one in found}
    new = {}
    for one in table.constraints:
        if isinstance(one, CheckConstraint) and one.name:
            sql = str(one.sqltext.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))
            named = str(one.name)
            full = named if named.startswith("ck_") else f"ck_{table.name}_{named}"
            new[full] = sql.replace(f"{table.name}.", "")
    names = sorted(old | new)
    return {n: (old.get(n), new.get(n)) for n in names if _norm(old.get(n)) != _norm(new.get(n))}


def _norm(sql: str | None) -> str:
    return plain(sql or "").strip("()")


def write(revision: str, title: str) -> Path:
    """Write the migration anew and give its path."""
    old = next(VERSIONS.glob(f"{revision}_*.py"), None)
    hand = _by_hand(old.read_text() if old else "")
    if old:
        old.unlink()
    with tempfile.TemporaryDirectory() as place:
        store = open_store(f"sqlite:///{place}/before.sqlite")
        upgrade(store)
        config = _config()
        with store.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=title, rev_id=revision, autogenerate=True)
        path = next(VERSIONS.glob(f"{revision}_*.py"))
        path.write_text(_whole(path.read_text(), store, hand))
        store.engine.dispose()
    for task in (["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *task, "-q", str(path)], check=True)  # noqa: S603 - ours
    return path


def _by_hand(source: str) -> str:
    return source.split(MARKS[0], 1)[1].split(MARKS[1], 1)[0] if MARKS[0] in source else ""


def _whole(source: str, store: Store, hand: str) -> str:
    # autogenerate compiles the defaults of booleans for SQLite alone
    source = source.replace(
        "sa.Boolean(), server_default=sa.text('0')", "sa.Boolean(), server_default=sa.false()"
    )
    tables = list(changed(store, source))
    head, rest = source.split("def upgrade() -> None:\n", 1)
    up, down = rest.split("\n\n\ndef downgrade() -> None:\n", 1)
    new_up, alter_up = _parted(up, {table.name for table in tables})
    new_down, alter_down = _parted(down, {table.name for table in tables})
    drop_up, make_up, drop_down, make_down = _checks(store, tables)
    marked = f"{MARKS[0]}{hand}{MARKS[1]}" if hand else ""
    sqlite_does = '    if op.get_bind().dialect.name == "sqlite":\n        _rebuild({})\n'
    switch = sqlite_does + "    else:\n        {}()\n"
    return (
        f"{head}def upgrade() -> None:\n{new_up}\n{switch.format('AFTER', '_alter')}{marked}\n\n"
        f"def _alter() -> None:\n{drop_up + alter_up + make_up or NOTHING}\n\n"
        f"def downgrade() -> None:\n{switch.format('BEFORE', '_alter_back')}{new_down}\n\n"
        f"def _alter_back() -> None:\n{drop_down + alter_down + make_down or NOTHING}\n"
        f"{REBUILD}\n\n"
        f"BEFORE{DDL} = {_ddl({t.name: before(store, t.name) for t in tables})}\n\n"
        f"AFTER{DDL} = {_ddl({t.name: after(t) for t in tables})}\n"
    )


def _parted(body: str, altered: set[str]) -> tuple[str, str]:
    """Part what makes or drops tables from what alters those that were there."""
    new, alter, into = [], [], None
    for line in body.splitlines(keepends=True):
        if line.startswith("    ") and not line.startswith("     ") and line.strip():
            is_old = any(f"batch_alter_table('{table}'" in line for table in altered)
            into = alter if is_old else new
        (new if into is None else into).append(line)
    return "".join(new), "".join(alter)


def _checks(store: Store, tables: list[Table]) -> tuple[str, str, str, str]:
    """Give dropping and making of checks, forth and back."""
    parts: tuple[list[str], ...] = ([], [], [], [])
    for table in tables:
        at = f'"{table.name}"'
        for name, (old, now) in checks_of(store, table).items():
            if old is None and name in _of_columns(store, table):
                continue  # the check comes and goes with its column
            for place, sql, other in ((0, old, now), (2, now, old)):
                if sql:
                    parts[place].append(
                        f'    op.drop_constraint(op.f("{name}"), {at}, type_="check")\n'
                    )
                if other:
                    made = f'    op.create_check_constraint(op.f("{name}"), {at}, {other!r})\n'
                    parts[place + 1].append(made)
    return "".join(parts[0]), "".join(parts[1]), "".join(parts[2]), "".join(parts[3])


def _of_columns(store: Store, table: Table) -> set[str]:
    """Give the names of the checks that PostgreSQL makes with a new column."""
    there = {str(column["name"]) for column in inspect(store.engine).get_columns(table.name)}
    new = [column for column in table.columns if column.name not in there]
    return {f"ck_{table.name}_{one.type.name}" for one in new if isinstance(one.type, Enum)}


def _ddl(made: dict[str, list[str]]) -> str:
    lines = ["{\n"]
    for table, statements in made.items():
        lines.append(f'    "{table}": [\n')
        lines += [f'        """{_tidy(statement)}""",\n' for statement in statements]
        lines.append("    ],\n")
    return "".join([*lines, "}"])


def _tidy(statement: str) -> str:
    return "\n".join(line.strip() for line in statement.strip().splitlines() if line.strip())


if __name__ == "__main__":
    print(write(sys.argv[1], sys.argv[2]).name)
