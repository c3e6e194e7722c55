"""The tables as a page: one HTML file that needs nothing else, to read on a screen, on paper, or aloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from capi.outputs.manifest import Circumstances
from capi.outputs.tables.chart_bars import bars_of, chart, chart_words
from capi.outputs.tables.standard_tables import StandardTables
from capi.outputs.tables.table_figures import HIDDEN_WORD, Figure, FinishedTable, persons_told, told_of, without_number
from capi.outputs.tables.table_shapes import Line, Place
from capi.outputs.tables.table_versions import Versions

_HEAVY = 10
"""Weights that make people into thousands need no decimals."""


@dataclass(frozen=True, slots=True)
class _Row:
    """`begins`: a group of rows begins with it. `under` are the ids of its headings."""

    id: str
    line: Line
    under: tuple[str, ...]
    cells: tuple[str, ...]
    begins: bool

    @property
    def headers(self) -> str:
        """Those of its figures, but for the column's."""
        return " ".join((*self.under, self.id))


@dataclass(frozen=True, slots=True)
class _Shown:
    name: str
    table: FinishedTable
    base: str
    protected: str
    columns: tuple[str, ...]
    rows: tuple[_Row, ...]
    below: tuple[_Row, ...]
    drawing: Markup
    percentages: str


def write_tables_page(path: Path, made: StandardTables, versions: Versions, circumstances: Circumstances) -> None:
    """Every text from outside is escaped; the page holds no script and loads nothing."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    page = environment.get_template("tables.html.jinja").render(
        made=made,
        tables=[_shown(table, made) for table in made.tables],
        not_made=made.not_made,
        persons=persons_told(made.everybody, made.treatment),
        versions=versions,
        circumstances=circumstances,
        written=circumstances.exported.strftime("%d %B %Y, %H:%M %Z"),
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _shown(table: FinishedTable, made: StandardTables) -> _Shown:
    name = table.definition.name
    columns = ("People", "%", "People, weighted", "%, weighted") if table.weighted else ("People", "%")
    base = _number(table.base.number)
    everybody = made.everybody
    decimals = 0 if everybody.weight and everybody.weight / everybody.persons >= _HEAVY else 1
    return _Shown(
        name=name,
        table=table,
        base=base,
        protected=told_of(table, made.treatment),
        columns=columns,
        rows=tuple(_rows(table, Place.INSIDE, decimals)),
        below=tuple(_rows(table, Place.BELOW, decimals)),
        # The chart escapes the texts in it.
        drawing=Markup(chart(bars_of(table), f"{table.definition.title}. {chart_words(table)}", f"chart-{name}")),  # noqa: S704
        percentages=chart_words(table),
    )


def _rows(table: FinishedTable, place: Place, decimals: int) -> Iterator[_Row]:
    of = table.definition
    for line in table.placed(place):
        yield _Row(
            id=_id(table, line),
            line=line,
            under=tuple(_id(table, above) for above in table.headings(line)),
            cells=() if line.is_heading else _cells(table, line, decimals),
            begins=line.name == of.base or (line.is_heading and line.level == 0),
        )


def _id(table: FinishedTable, line: Line) -> str:
    return f"{table.definition.name}-{line.name.replace('.', '-').replace('_', '-')}"


def _cells(table: FinishedTable, line: Line, decimals: int) -> tuple[str, ...]:
    figure = table.figures[line.name]
    weighted = (_number(figure.weighted, decimals),) if table.weighted else ()
    if figure.is_hidden:
        weighted = (HIDDEN_WORD,) if table.weighted else ()
    if line.place is Place.BELOW:
        return (_number(figure.number), *weighted)
    shares = (_share(figure, table, figure.percentage), _share(figure, table, figure.weighted_percentage))
    return (_number(figure.number), shares[0], *((*weighted, shares[1]) if table.weighted else ()))


def _number(value: float | None, decimals: int = 0) -> str:
    return HIDDEN_WORD if value is None else f"{value:,.{decimals}f}"


def _share(figure: Figure, table: FinishedTable, value: float | None) -> str:
    return without_number(table, figure) if value is None else f"{value:.1f}"
