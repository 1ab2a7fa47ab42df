"""The application factory, in reading order."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_babel import Babel, get_locale
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix

from archive import filters, security
from archive.access import viewer
from archive.accounts.bearer import recognise_programs
from archive.accounts.sessions.interface import DatabaseSessions
from archive.assets import Assets
from archive.catalogue.reading import guises
from archive.catalogue.reading.asked import why
from archive.compression import compress_answers
from archive.discover.names import href_of
from archive.engines import Engines, open_engines
from archive.error_pages import register_error_pages
from archive.language import LanguagePrefix, current_language, language_url
from archive.settings import Settings
from archive.uploads import UploadRequest

FEATURES = (
    "archive.accounts.views",
    "archive.accounts.factors.views",
    "archive.accounts.invitations.views",
    "archive.discover.views",
    "archive.catalogue.items.views",
    "archive.catalogue.elements.views",
    "archive.catalogue.agents.views",
    "archive.catalogue.places.views",
    "archive.catalogue.events.views",
    "archive.catalogue.communities.views",
    "archive.catalogue.collections.views",
    "archive.catalogue.terms.views",
    "archive.catalogue.captions.views",
    "archive.catalogue.files.views",
    "archive.desk.views",
    "archive.desk.uploads.views",
    "archive.review.views",
    "archive.notices.views",
    "archive.statistics.views",
    "archive.dossiers.views",
    "archive.consents.views",
    "archive.permits.views",
    "archive.messages.views",
    "archive.sheets.views",
    "archive.bulk.views",
    "archive.searches.views",
    "archive.vocabulary.views",
    "archive.merging.views",
    "archive.audit.views",
    "archive.exchange.views",
    "archive.exchange.iiif.views",
    "archive.api.views",
    "archive.guides.views",
)
HERE = Path(__file__).parent


def create_app(settings: Settings | None = None, engines: Engines | None = None) -> Flask:
    """Return the application for these settings (by default those of the environment)."""
    settings = settings or (engines.settings if engines else Settings.from_environ(os.environ))
    app = Flask("archive", template_folder=str(template_folder()), static_folder="static")
    app.request_class = UploadRequest
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_limit_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024**2,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_ENABLED=True,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
    )
    app.extensions["kho"] = engines or open_engines(settings)
    app.session_interface = DatabaseSessions(
        app.extensions["kho"].db, days=settings.session_days, is_secure=settings.is_secure
    )
    Babel(app, locale_selector=current_language)
    login = LoginManager(app)
    login.user_loader(_load_user)
    security.protect(app, settings)
    recognise_programs(app)
    guises.register(app)
    register_error_pages(app)
    for feature in FEATURES:
        app.register_blueprint(import_module(feature).blueprint)
    assets = Assets(HERE / "static")
    compress_answers(app, assets)
    _prepare_templates(app, assets)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def template_folder() -> Path:
    """Return where the templates are: beside the package in a checkout, inside it in a wheel."""
    inside = HERE / "templates"
    return inside if inside.is_dir() else HERE.parent / "templates"


def _load_user(user_id: str) -> Any:  # noqa: ANN401 - Flask-Login takes any user class
    from archive.accounts.entering import load_account

    return load_account(user_id)


def _prepare_templates(app: Flask, assets: Assets) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=assets.url, lang_url=language_url)
    filters.register(app)

    @app.context_processor
    def page_facts() -> dict[str, Any]:
        return {
            "lang": current_language(),
            "locale": get_locale(),
            "viewer": viewer(),
            "guise": guises.worn(),
            "guises": guises.guises,
            "why": why,
            "page_of": href_of,
            "theme": request.cookies.get("theme", ""),
        }
