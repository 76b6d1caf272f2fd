"""What all pages share: settings, one Redis client, the readers and the acts, templates."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from connections import redis_client
from monitoring import language, shown
from monitoring.csrf import Csrf
from monitoring.numbers import Numbers, Threads
from pipelines.manager import TaskManager
from pipelines.overview.reader import Overview
from pipelines.steering import Steering
from settings import Settings
from tasks.records import Requester
from tasks.store import TaskStore
from texts import LANGUAGES, Language, text
from texts.catalogue import has_text

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


def environment() -> Environment:
    """Templates that escape everything and stumble over what they were not given."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "moment": shown.moment,
        "clock": shown.clock,
        "size": shown.size,
        "percent": shown.percent,
        "count": shown.count,
        "plain": shown.plain,
    }
    return made


@dataclass
class Site:
    """One for each process. `who` is whom the acts are told to be done by."""

    settings: Settings
    client: redis.Redis
    overview: Overview
    steering: Steering
    threads: Threads
    numbers: Numbers
    csrf: Csrf
    who: Requester
    templates: Environment

    def render(self, request: Request, template: str, code: int = 200, /, **values: Any) -> HTMLResponse:
        """A whole page in the asker's language, with a token for its forms."""
        token, cookie = self.csrf.token(request)
        html = self.fill(request, template, token, **values)
        response = HTMLResponse(html, code)
        self.csrf.set_cookie(request, response, cookie)
        language.remember(request, response)
        return response

    def fill(self, request: Request, template: str, token: str, /, **values: Any) -> str:
        """A template's HTML."""
        spoken = language.spoken(request)
        words = Words(spoken)
        return self.templates.get_template(template).render(
            t=words.text,
            known=words.known,
            age=words.age,
            lang=spoken,
            languages=LANGUAGES,
            csrf=token,
            path=request.url.path,
            link=Links(request),
            **values,
        )


@dataclass(frozen=True)
class Words:
    """Texts of one language for templates; `known` falls back to the word itself, for names that may be new."""

    language: Language

    def text(self, key: str, **args: Any) -> str:
        """The message `key`, without the tags that some catalogues have for Telegram."""
        return shown.plain(text(self.language, key, args))

    def known(self, prefix: str, name: str, **args: Any) -> str:
        """The message `prefix-name`, or the name when there is none."""
        key = f"{prefix}-{name}"
        return self.text(key, **args) if has_text(self.language, key) else name

    def age(self, seconds: float | None) -> str:
        """A length of time."""
        return shown.age(seconds, text(self.language, "web-units"))


@dataclass(frozen=True)
class Links:
    """Addresses for templates: this page with other parameters, asked for by the page or by its stream of parts."""

    request: Request

    def __call__(self, **parameters: Any) -> str:
        url = self.request.url.include_query_params(**parameters).remove_query_params(
            [name for name in ("done", "n") if name not in parameters]
        )
        path = url.path.replace("/admin/live", "/admin", 1)
        return f"{path}?{url.query}" if url.query else path


def build_site(settings: Settings) -> Site:
    """A site on a client of its own. Nothing is asked of Redis yet."""
    client = redis_client("command", "tasks", settings)
    overview = Overview(client, settings)
    manager = TaskManager(TaskStore(client, settings.tasks))
    threads = Threads()
    return Site(
        settings=settings,
        client=client,
        overview=overview,
        steering=Steering(manager, client, settings),
        threads=threads,
        numbers=Numbers(overview, threads),
        csrf=Csrf(settings),
        who=Requester(owner=f"web:{settings.dashboard_user}", admin=True),
        templates=environment(),
    )
