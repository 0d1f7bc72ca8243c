"""The composition root: settings in, application out. Nobody imports it but the doors' starters."""

import gc
import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.middleware.proxy_fix import ProxyFix

from fairwild import api, exchange, web
from fairwild.api import problems
from fairwild.http import House, house, is_api, wants_json
from fairwild.incoming import IncomingFiles
from fairwild.lots.processing.catalogue import process_rules
from fairwild.mail.sender import Sender, sender_for
from fairwild.public_answers import FrontDoor, forget_answers
from fairwild.resources import folder
from fairwild.settings import Settings, from_environment
from fairwild.standards.catalogue import read_also
from fairwild.store.engine import Store, open_store
from fairwild.store.files import FolderStorage
from fairwild.tables import metadata as _every_table  # noqa: F401 - foreign keys need all tables
from fairwild.unit_of_work import moment
from fairwild.web import errors, frame
from fairwild.web.paging import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def house_of(
    settings: Settings,
    *,
    store: Store | None = None,
    sender: Sender | None = None,
    clock: Callable[[], datetime] = moment,
) -> House:
    """Put together what every door shares."""
    read_also(settings.instance / "standards")
    return House(
        settings=settings,
        store=store or open_store(settings.database_url),
        sender=sender or sender_for(settings.mail_url, outbox=settings.instance / "outbox"),
        files=IncomingFiles(FolderStorage(settings.instance / "files")),
        clock=clock,
    )


def create_app(
    settings: Settings,
    *,
    store: Store | None = None,
    sender: Sender | None = None,
    clock: Callable[[], datetime] = moment,
) -> Flask:
    """Put the application together; tests may bring a store, a sender and a clock."""
    app = _built()
    move_in(app, house_of(settings, store=store, sender=sender, clock=clock))
    return app


def move_in(app: Flask, house: House) -> None:
    """Let an application serve this house from now on; nothing of another is remembered."""
    settings = house.settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_upload_bytes,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
    )
    app.extensions["fairwild"] = house
    forget_answers(app)
    served: WSGIApplication = partial(Flask.wsgi_app, app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        served = ProxyFix(served, x_for=hops, x_proto=hops, x_host=hops)
    app.wsgi_app = FrontDoor(served, house)  # type: ignore[method-assign]  # the documented way


def _built() -> Flask:
    """Hang every page and the API into an application that serves no house yet."""
    app = Flask("fairwild.web", template_folder=str(folder("templates")), static_folder="static")
    process_rules()  # a wrong file of the scheme stops the house before its door opens
    api.register(app)
    web.register(app)
    exchange.register(app)
    for room in api.ROOMS:
        frame.csrf.exempt(room.blueprint)  # a bearer token does not travel by itself
    app.register_error_handler(Exception, _answer)
    app.teardown_request(_drop_what_waits)
    return app


def _drop_what_waits(_: BaseException | None) -> None:
    """Forget the files of a request that no deed was done with."""
    house().files.drop()


def _answer(error: Exception) -> Answer:
    """Let the door that was knocked on say what went wrong."""
    if is_api() or wants_json():
        return problems.answer(error)
    return errors.answer(error)


def wsgi() -> Flask:
    """Make the application from the environment, for a WSGI server that answers soon and long.

    Templates that any process has compiled are read in that form from the instance folder, until
    their text changes. What was loaded by now stays: nobody looks through it for rubbish again.
    """
    settings = from_environment(os.environ)
    app = create_app(settings)
    app.jinja_env.bytecode_cache = _compiled_in(settings.instance / "templates")
    gc.collect()
    gc.freeze()
    return app


def _compiled_in(place: Path) -> FileSystemBytecodeCache:
    """Keep compiled templates in a folder that only the house's own user writes to."""
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    return FileSystemBytecodeCache(str(place))
