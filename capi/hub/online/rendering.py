"""Pages as HTML: the templates of `resources/online`, in which everything is escaped, and what stands around each page."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from capi.hub.online.texts import Words, direction
from capi.settings import read_settings

_URL = re.compile(r'url\("([^"]+)"\)')
_MEDIA = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".css": "text/css; charset=utf-8"}
STYLE, ICON = "style.css", "icon.svg"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that browsers may keep for ever: its path has the hash of its content."""

    path: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page. `service` is the title of the questionnaire; `languages` are those it can be put in, with their own
    names, and `speaks` the one it is put in; `page` is where a change of the language comes back to."""

    title: str
    service: str = ""
    token: str = ""
    back: str = ""
    action: str = ""
    page: str = ""
    speaks: str = ""
    languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """How the office is reached: `address` is what the browser opens."""

    label: str
    address: str
    shown: str


@dataclass(frozen=True, slots=True)
class ToldPage:
    """A page that only says something. `reference`: to be written down; `link`: an address and its words."""

    title: str
    paragraphs: tuple[str, ...]
    reference: str = ""
    link: tuple[str, str] | None = None
    ways: tuple[Way, ...] = ()


def render(template: str, words: Words, around: Around, page: object) -> bytes:
    """The page in UTF-8."""
    service = around.service or words("frame.name")
    title = around.title if around.title == service else f"{around.title} – {service}"
    frame: Mapping[str, object] = {
        "title": title,
        "service": service,
        "direction": direction(words.language),
        "stylesheet": assets()[STYLE].path,
        "icon": assets()[ICON].path,
        "token": around.token,
        "back": around.back,
        "action": around.action,
        "page": around.page,
        "speaks": around.speaks if around.speaks != words.language else "",
        "spoken": _spoken(around.speaks, words),
        "languages": around.languages,
        "current": around.speaks,
    }
    return _templates().get_template(template).render(words=words, frame=frame, page=page).encode()


def _spoken(language: str, words: Words) -> Markup:
    """The attributes of what is in the questionnaire's language, where that is another than that of our own words."""
    if language in ("", words.language):
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


@cache
def assets() -> Mapping[str, Asset]:
    """What pages load beside themselves, by the names of the files."""
    folder = read_settings().resources / "online"
    found = {file.name: _asset(file) for file in (*folder.glob("*.woff2"), folder / ICON)}
    style = (folder / STYLE).read_text(encoding="utf-8")
    named = _URL.sub(lambda url: f'url("{found[url[1]].path}")', style).encode()
    found[STYLE] = _hashed(STYLE, named)
    return found


def _asset(file: Path) -> Asset:
    return _hashed(file.name, file.read_bytes())


def _hashed(name: str, content: bytes) -> Asset:
    stem, ending = Path(name).stem, Path(name).suffix
    return Asset(f"/static/{stem}-{hashlib.sha256(content).hexdigest()[:16]}{ending}", _MEDIA[ending], content)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(read_settings().resources / "online" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
