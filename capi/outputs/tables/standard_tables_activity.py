"""The tables of economic activity and NS-SEC, as the standard's section "Presentation of outputs" prints them.

The lines of the economically inactive were lost from the standard's page, but their notes (^ and ^ ^) are there: they are the
categories of the question on the main reason, as it prints them.

Source: Economic activity status, NS-SEC and employment related questions (GSS), "Presentation of outputs".
"""

from collections.abc import Iterable, Mapping

from capi.derivation.operational import LONG_TERM_UNEMPLOYED, NEVER_WORKED
from capi.outputs.tables.table_shapes import NO_VALUE, NOT_ASKED, Family, Line, Place, TableDefinition, Variable

SOURCE = (
    "Economic activity status, National Statistics Socio-economic Classification (NS-SEC) and employment related questions "
    "(GSS Harmonisation Team), “Presentation of outputs”"
)
ALL = "all"
ABOUT = "Respondents aged 16 and over"
_CHILDREN = "Not asked, such as children under 16"
_HOURS = {
    "ft": ("full-time", ("1",)),
    "pt": ("part-time", ("2",)),
    "unsaid": ("full-time or part-time not said", NO_VALUE),
}
_REASONS = (
    "student",
    "looking after the family/home",
    "temporarily sick or injured",
    "long-term sick or disabled",
    "retired from paid work",
    "other reasons",
)
ECONOMIC_NOTES = (
    (
        "* Note: In employment (did paid work in the last week, or on a government-supported training scheme, or away from a "
        "job/business, or unpaid work for own or family business)."
    ),
    (
        "All in employment = Employee + self-employed + on a government-supported training scheme + unpaid family worker. The division "
        "between employee and self-employed is based on survey respondents’ own assessment of their employment status in their main "
        "job. The category on a government-supported training scheme is not separately identified because the harmonised question "
        "does not identify all such persons. Unpaid family workers are persons doing unpaid work for a business owned by themselves "
        "or a relative. They are not shown separately as the size of this group means that for many surveys it is either precluded "
        "by sample size or not of sufficient interest to warrant separate identification."
    ),
    "** Note: The classification between full-time and part-time work is on the basis of self-assessment and relates to main job.",
    (
        "# Note: ILO unemployed (not in employment, available to start within two weeks, and either looked for work in the last four "
        "weeks or waiting to start a new job)."
    ),
    "## Note: Economically Active = in employment + ILO unemployed",
    "^ Note: Excludes students who were working or in some other way were included in the ILO definition of economically active.",
    "^ ^ Note: Economically inactive (all others)",
)


def _working(name: str, employment: tuple[str, ...], level: int) -> tuple[Line, ...]:
    """The full-time and the part-time of one employment, and those who did not say which."""
    where = {"ilo_status": ("1",), "ilo_employment": employment}
    return tuple(
        Line(
            f"{name}_{hours}",
            label,
            {**where, "ilo_hours": codes},
            level=level,
            place=Place.UNSHOWN if hours == "unsaid" or name == "others" else Place.INSIDE,
            mark="" if hours == "unsaid" else "**",
            never_hidden=hours == "unsaid",
        )
        for hours, (label, codes) in _HOURS.items()
    )


def _each(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{hours}" for name in names for hours in _HOURS)


def _over(hours: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{hours}" for name in names)


_EVERY = ("employees", "self_employed", "others")
_REASON_NAMES = (*(f"inactive_{number}" for number in range(1, len(_REASONS) + 1)), "inactive_unsaid")
_IN_EMPLOYMENT = _each(*_EVERY)

ECONOMIC_STATUS = TableDefinition(
    name="economic-status",
    short="Economic status",
    title="Economic Status",
    about=ABOUT,
    base=ALL,
    lines=(
        Line("active", "Economically active"),
        Line("in_employment", "In employment", level=1, mark="*"),
        Line("employees", "Employees", level=2),
        *_working("employees", ("1",), 3),
        Line("all_employees", "All Employees", parts=_each("employees"), level=2),
        Line("self_employed", "Self-employed", level=2),
        *_working("self_employed", ("2",), 3),
        Line("all_self_employed", "All Self-employed", parts=_each("self_employed"), level=2),
        *_working("others", NO_VALUE, 3),
        Line("all_in_employment", "All in employment", parts=_IN_EMPLOYMENT, level=1, mark="*"),
        Line("all_ft", "full-time", parts=_over("ft", *_EVERY), level=2, mark="**"),
        Line("all_pt", "part-time", parts=_over("pt", *_EVERY), level=2, mark="**"),
        Line("unemployed", "ILO unemployed", {"ilo_status": ("2",)}, level=1, mark="#"),
        Line("all_active", "All economically active", parts=(*_IN_EMPLOYMENT, "unemployed"), mark="##"),
        Line("inactive", "Economically inactive", mark="^ ^"),
        *(
            Line(
                f"inactive_{number}",
                label,
                {"ilo_status": ("3",), "ilo_inactive_reason": (f"{number}",)},
                level=1,
                mark="^" if number == 1 else "",
            )
            for number, label in enumerate(_REASONS, 1)
        ),
        Line("all_inactive", "All economically inactive", parts=_REASON_NAMES, mark="^ ^"),
        Line(ALL, "All", parts=(*_IN_EMPLOYMENT, "unemployed", *_REASON_NAMES)),
        Line(
            "neither",
            "In employment, and shown neither as employee nor as self-employed (on a scheme, unpaid family workers, not said)",
            parts=_each("others"),
            place=Place.BELOW,
        ),
        Line(
            "hours_unsaid",
            "In employment, full-time or part-time not said",
            parts=_over("unsaid", *_EVERY),
            place=Place.BELOW,
            never_hidden=True,
        ),
        Line(
            "inactive_unsaid",
            "Economically inactive, without a reason said",
            {"ilo_status": ("3",), "ilo_inactive_reason": NO_VALUE},
            place=Place.BELOW,
            never_hidden=True,
        ),
        Line(
            "not_classified",
            "Not classified: an answer that could change the economic status is missing",
            {"ilo_status": ("not_classified",)},
            place=Place.BELOW,
            never_hidden=True,
        ),
        Line(NOT_ASKED, _CHILDREN, {"ilo_status": (NOT_ASKED,)}, place=Place.BELOW, never_hidden=True),
    ),
    source=SOURCE,
    notes=ECONOMIC_NOTES,
    needs=("ilo_status", "ilo_employment", "ilo_hours", "ilo_inactive_reason"),
)

_EIGHT = (
    ("1.1", "Large employers and higher managerial occupations"),
    ("1.2", "Higher professional occupations"),
    ("2", "Lower managerial and professional occupations"),
    ("3", "Intermediate occupations"),
    ("4", "Small employers and own account workers"),
    ("5", "Lower supervisory and technical occupations"),
    ("6", "Semi-routine occupations"),
    ("7", "Routine occupations"),
    ("8", "Never worked and long-term unemployed"),
)
_FIVE = (
    ("1", "Managerial and professional occupations"),
    ("2", "Intermediate occupations"),
    ("3", "Small employers and own account workers"),
    ("4", "Lower supervisory and technical occupations"),
    ("5", "Semi-routine and routine occupations"),
    ("NWLTU", "Never worked and long-term unemployed"),
)
_THREE = (
    ("1", "Managerial and professional occupations"),
    ("2", "Intermediate occupations"),
    ("3", "Routine and manual occupations"),
    ("NWLTU", "Never worked and long-term unemployed"),
)
_PRIORITY: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...] = (
    ("Full-time students", {"nssec_not_classified": ("student",)}),
    ("Long-term unemployed", {"nssec8": ("8",), "nssec_opcat": (LONG_TERM_UNEMPLOYED,)}),
    ("Never worked", {"nssec8": ("8",), "nssec_opcat": (NEVER_WORKED,)}),
    (
        "NS-SEC based on current or last main job",
        {"nssec8": tuple(code for code, _ in _EIGHT if code != "8")},
    ),
    ("Occupation not adequately described", {"nssec_not_classified": ("inadequate",)}),
    ("Not classified for other reasons", {"nssec_not_classified": ("other",)}),
)
"""Whom each step of the standard's order of priority takes, who was not taken by an earlier one."""
_UNCLASSED = (
    ("student", "Students"),
    ("inadequate", "Occupations not stated or inadequately described"),
    ("other", "Not classifiable for other reasons"),
)
NSSEC_NOTES = (
    (
        "* For complete coverage, the three categories ‘Students’, ‘Occupations not stated or inadequately described’, and ‘Not "
        "classifiable for other reasons’ are added as ‘Not classified’."
    ),
)


def _class(column: str, code: str, label: str) -> Line:
    number = "" if code == "NWLTU" else code
    return Line(f"class_{code}", label, {column: (code,)}, level=1 if "." in code else 0, number=number)


def _nssec(column: str, classes: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    leaves = [_class(column, code, label) for code, label in classes]
    unclassed = [
        Line(name, label, {column: (NOT_ASKED,), "nssec_not_classified": (name,)}, level=1)
        for name, label in _UNCLASSED
    ]
    first = "Higher managerial and professional occupations"
    higher = (Line("class_1", first, parts=("class_1.1", "class_1.2"), number="1"),)
    return (
        *(higher if column == "nssec8" else ()),
        *leaves,
        Line("not_classified", "Not classified", parts=tuple(line.name for line in unclassed), mark="*"),
        *unclassed,
        Line(ALL, "All", parts=tuple(line.name for line in (*leaves, *unclassed))),
        Line(
            NOT_ASKED,
            _CHILDREN,
            {column: (NOT_ASKED,), "nssec_not_classified": (NOT_ASKED,)},
            place=Place.BELOW,
            never_hidden=True,
        ),
    )


def _nssec_table(number: int, printed: str, classes: Iterable[tuple[str, str]]) -> TableDefinition:
    column = f"nssec{number}"
    return TableDefinition(
        name=f"ns-sec-{number}",
        short=f"NS-SEC, {number} classes",
        title=f"National statistics socio-economic classification ({printed})",
        about=ABOUT,
        base=ALL,
        lines=_nssec(column, classes),
        source=SOURCE,
        notes=NSSEC_NOTES,
        needs=(column, "nssec_not_classified"),
    )


_PRIORITY_LINES = tuple(Line(f"{at}", label, where, number=f"{at}.") for at, (label, where) in enumerate(_PRIORITY, 1))
PRIORITY = TableDefinition(
    name="ns-sec-priority",
    short="NS-SEC, order of priority",
    title="NS-SEC for the whole adult population",
    about=f"{ABOUT}, by the step of the order of priority that classified them",
    base=ALL,
    lines=(
        *_PRIORITY_LINES,
        Line(ALL, "All", parts=tuple(line.name for line in _PRIORITY_LINES)),
        Line(
            NOT_ASKED,
            _CHILDREN,
            {"nssec8": (NOT_ASKED,), "nssec_not_classified": (NOT_ASKED,)},
            place=Place.BELOW,
            never_hidden=True,
        ),
    ),
    source=SOURCE,
    notes=(
        (
            "Each person is counted at the first step that applies. Steps 2 and 3 are ‘Never worked and long-term unemployed’ in the "
            "tables of classes; steps 1, 5 and 6 are ‘Not classified’ there."
        ),
    ),
    needs=("nssec8", "nssec_opcat", "nssec_not_classified"),
)

ACTIVITY = (
    Family(
        "economic status",
        (
            Variable("ilo_status"),
            Variable("ilo_employment"),
            Variable("ilo_hours", fallback="FtPtWk"),
            Variable("ilo_inactive_reason"),
        ),
        (ECONOMIC_STATUS,),
        {"ilo_status": (NOT_ASKED,)},
    ),
    Family(
        "NS-SEC",
        (
            Variable("nssec8"),
            Variable("nssec5"),
            Variable("nssec3"),
            Variable("nssec_not_classified"),
            Variable("nssec_opcat", only=(LONG_TERM_UNEMPLOYED, NEVER_WORKED)),
        ),
        (
            _nssec_table(8, "8 Analytic Classes", _EIGHT),
            _nssec_table(5, "5 Analytic classes", _FIVE),
            _nssec_table(3, "3 Analytic classes", _THREE),
            PRIORITY,
        ),
        {"nssec8": (NOT_ASKED,), "nssec_not_classified": (NOT_ASKED,)},
    ),
)
"""`ilo_hours` is of employees and self-employed; in "All in employment" the answer of the others counts too."""
