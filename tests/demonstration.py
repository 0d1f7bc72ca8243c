"""The demonstration: loaded once for a whole run, whichever worker comes first, then copied."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from fairwild.demo.loading import load
from fairwild.store.engine import Store
from fairwild.store.files import FolderStorage
from tests.copies import copied

BASE_URL = "http://127.0.0.1:8000"
DATABASE = "fairwild.sqlite"


def loaded_into(instance: Path, template: Store) -> None:
    """Make a folder an instance with the demonstration in it, its database in one file."""
    store = copied(template, instance, DATABASE)
    assert load(store, base_url=BASE_URL, files=FolderStorage(instance / "files"))
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.engine.dispose()


def of_this_run(folders: pytest.TempPathFactory, template: Store) -> Path:
    """Give the instance all workers of this run share; nobody writes to it, they copy it."""
    own = folders.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demonstration"
    place.mkdir(exist_ok=True)
    instance = place / "instance"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not instance.exists():
            loading = place / "loading"
            shutil.rmtree(loading, ignore_errors=True)
            loading.mkdir()
            loaded_into(loading, template)
            loading.rename(instance)
    return instance
