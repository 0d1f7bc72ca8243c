"""What surrounds every page: who is looking, in which language, and what the templates know."""

import re
from dataclasses import dataclass
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, request, url_for
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup

from fairwild import wording
from fairwild.accounts.queries import find_identity_of_session
from fairwild.http import actor, house, identity, reading_for_request
from fairwild.kernel import codes, quantities
from fairwild.lots.catalogue import quota_warning_share
from fairwild.organisations.queries import OrganisationFacts, find_organisation
from fairwild.resources import folder
from fairwild.web.navigation import leads_to, navigation
from fairwild.wording import claims, figures, goods
from fairwild.wording.competence import language_name
from fairwild.wording.standards import standard_title

SESSION_COOKIE = "fairwild_session"
LANGUAGES = {"en": "English"}
csrf = CSRFProtect()

_TAG_OR_NUMBER = re.compile(r"<[^>]*>|&[^;]*;|\b(?P<number>[A-Z0-9]+(?:-[A-Z0-9]+)+)\b")


@dataclass(frozen=True)
class Viewer:
    """Who is signed in, as the page's head shows it."""

    name: str
    organisation_name: str
    roles: list[str]
    time_zone: str


def language() -> str:
    """Choose one of our languages: the person's own, then the browser's, then English."""
    known = identity()
    if known is not None and known.language in LANGUAGES:
        return known.language
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def time_zone() -> ZoneInfo:
    """Give the time zone of the organisation the person works for."""
    home = home_organisation()
    return ZoneInfo(home.time_zone if home else "UTC")


def home_organisation() -> OrganisationFacts | None:
    """Give the organisation the person works for now, read once a request."""
    if "home_organisation" not in g:
        wanted = actor().organisation_id
        with reading_for_request() as reading:
            g.home_organisation = find_organisation(reading, wanted) if wanted else None
    found: OrganisationFacts | None = g.home_organisation
    return found


def _identify() -> None:
    """Find out who sends this request by the session cookie; pages know no other way."""
    secret = request.cookies.get(SESSION_COOKIE)
    if not secret or request.path.startswith(("/api/", "/static/")):
        return
    with house().store.reading() as session:
        g.identity = find_identity_of_session(session, secret, at=house().clock())


def _viewer() -> Viewer | None:
    known, home = identity(), home_organisation()
    if known is None:
        return None
    roles = sorted(str(wording.word(role)) for role in known.actor.roles)
    return Viewer(known.name, home.name if home else "", roles, time_zone().key)


def asset(path: str) -> str:
    """Give the address of a static file."""
    return url_for("static", filename=path)


def _kept_whole(found: re.Match[str]) -> str:
    number = found["number"]
    return f'<span class="whole">{number}</span>' if number else found[0]


def whole_numbers(heading: str) -> Markup:
    """Give a heading whose numbers begin a new line rather than being broken in two."""
    kept = _TAG_OR_NUMBER.sub(_kept_whole, heading)
    return Markup(kept)  # noqa: S704 - the heading was escaped where it was written


def warned_from_g(limit_g: int) -> int:
    """Give the grams from which on a limit counts as nearly used up today."""
    return ceil(limit_g * quota_warning_share(on=house().clock().date()))


def _known_to_templates() -> dict[str, Any]:
    return {
        "viewer": _viewer(),
        "navigation": navigation(),
        "sees_alarms": leads_to("alarms.list_all"),
        "languages": list(LANGUAGES.items()),
        "language": language(),
        "synthetic": house().settings.synthetic,
    }


def register(app: Flask) -> None:
    """Set up templates, translations, CSRF and the identity of each request."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    translations = str(folder("templates").parent / "fairwild" / "locale")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations
    Babel(app, locale_selector=language, timezone_selector=lambda: time_zone().key)
    csrf.init_app(app)
    app.before_request(_identify)
    app.context_processor(_known_to_templates)
    app.jinja_env.filters["whole_numbers"] = whole_numbers
    app.jinja_env.filters["obstacle_sentence"] = wording.obstacle_sentence
    app.jinja_env.globals.update(
        asset=asset,
        csrf_token=generate_csrf,
        word=wording.word,
        language_name=language_name,
        standard_title=standard_title,
        form_and_state=goods.form_and_state,
        custody_sentence=claims.custody_sentence,
        claim_sentence=claims.claim_sentence,
        foreseen_sentences=claims.foreseen_sentences,
        planned_sentence=claims.planned_sentence,
        source_sentence=claims.source_sentence,
        tier_sentence=claims.tier_sentence,
        obstacle_sentence=wording.obstacle_sentence,
        event_sentence=wording.event_sentence,
        weight=figures.weight,
        weights_by_state=figures.weights_by_state,
        hectares=figures.hectares,
        money=figures.money,
        number=figures.number,
        percent=figures.percent,
        ratio=figures.ratio,
        day=figures.day,
        span_of_days=figures.span_of_days,
        time_of_day=figures.time_of_day,
        time_in_utc=figures.time_in_utc,
        kilograms=quantities.kilograms,
        warned_from_g=warned_from_g,
        grouped=codes.grouped,
    )
