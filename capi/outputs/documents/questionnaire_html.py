"""The questionnaire document as a page: one HTML file that needs nothing else, to read on a screen or on paper."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from capi.outputs.documents.questionnaire import Asked, Part, Questionnaire

_WEB = ("https://", "http://")


def write_questionnaire_page(path: Path, document: Questionnaire) -> None:
    """Every text of the instrument is escaped; the page holds no script and loads nothing."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["part"] = lambda content: isinstance(content, Part)
    environment.filters["leads_to"] = _address
    page = environment.get_template("questionnaire.html.jinja").render(document=document, anchors=_anchors(document))
    path.write_text(page, encoding="utf-8", newline="\n")


def _address(to: str, anchors: frozenset[str]) -> str:
    """Where a link leads; empty for a name that has no place on the page. Only the web is linked to outside it."""
    if to.startswith(_WEB):
        return to
    return f"#{to}" if to in anchors else ""


def _anchors(document: Questionnaire) -> frozenset[str]:
    found = {known.name for known in document.known}
    waiting: list[Asked | Part] = list(document.parts)
    for content in waiting:
        if isinstance(content, Part):
            found.add(f"section-{content.name}")
            waiting += content.contents
        else:
            found.update((content.name,) if content.name else (item.name for item in content.items))
    return frozenset(found)
