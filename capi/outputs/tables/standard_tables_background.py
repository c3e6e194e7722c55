"""The tables of socio-economic background, with the categories as the standard's section "Outputs" lists them.

Source: Socio-economic background harmonised standard, 7 July 2023, "Outputs" and "Comparability".
"""

from collections.abc import Iterable, Mapping

from capi.outputs.tables.table_shapes import (
    DONT_KNOW,
    NOT_APPLICABLE,
    NOT_ASKED,
    REFUSED,
    UNANSWERED,
    Family,
    Line,
    Place,
    TableDefinition,
    Variable,
)

SOURCE = "Socio-economic background harmonised standard (GSS Harmonisation Team, 7 July 2023), “Outputs”"
ALL = "all"
_DONT_KNOW_OR_NOT_SAY = "Don’t know or Prefer not to say"
_NO_ANSWER = "Reached, but not answered"
_NOT_WORKING = "They were not working"
_COMBINED = "“Don’t know” and “Prefer not to say” are combined, as the standard says."

SCHOOL_TYPES = (
    "A state-run or state-funded school",
    "A state-run or state-funded school that selected on the basis of academic ability, faith, or other grounds",
    "Independent or fee-paying schools",
    "Independent or fee-paying schools where I received a bursary covering 90% or more of my tuition",
    "Attended school outside the UK",
)
QUALIFICATIONS = (
    "Degree level or degree equivalent or above",
    "Qualifications below degree level",
    "No qualification",
)
FIVE_CLASSES = (
    "Managerial, administrative, and professional occupations",
    "Intermediate occupations",
    "Small employers and own account workers",
    "Lower supervisory and technical occupations",
    "Semi-routine and routine occupations",
)
THREE_CLASSES = (
    "Managerial, administrative, and professional occupations",
    "Intermediate occupations",
    "Routine and manual occupations",
)
ONE_STEP_CLASSES = ("Professional", "Intermediate", "Working class")


def _categories(field: str, labels: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(f"{number}", label, {field: (f"{number}",)}) for number, label in enumerate(labels, 1))


def _said_nothing(field: str) -> Line:
    return Line("dk_pnts", _DONT_KNOW_OR_NOT_SAY, {field: (DONT_KNOW, REFUSED)})


def _not_applicable(field: str) -> Line:
    return Line(NOT_APPLICABLE, "Not applicable", {field: (NOT_APPLICABLE,)})


def _below(name: str, label: str, where: Mapping[str, tuple[str, ...]]) -> Line:
    return Line(name, label, where, place=Place.BELOW, never_hidden=True)


def _all(*inside: Line) -> tuple[Line, ...]:
    return (*inside, Line(ALL, "All", parts=tuple(line.name for line in inside)))


def _without_answer(field: str) -> tuple[Line, ...]:
    return (
        _below(UNANSWERED, _NO_ANSWER, {field: (UNANSWERED,)}),
        _below(NOT_ASKED, "Not asked", {field: (NOT_ASKED,)}),
    )


def _classes(column: str, labels: Iterable[str], *open_: Line) -> tuple[Line, ...]:
    inside = (
        *_categories(column, labels),
        Line("not_working", _NOT_WORKING, {column: ("not_working",)}),
        Line("dk_pnts", _DONT_KNOW_OR_NOT_SAY, {column: ("dk_pnts",)}),
    )
    return (
        *_all(*inside),
        *open_,
        _below(NOT_ASKED, "Not asked", {column: (NOT_ASKED,)}),
    )


def _unanswered_class(column: str) -> Line:
    label = "Not classified: a question was reached and not answered, and its answer could change the class"
    return _below("not_classified", label, {column: ("not_classified",)})


_ASKED_SCHOOL = ("1", "2", "3", "4", "5", REFUSED, DONT_KNOW, NOT_APPLICABLE, UNANSWERED)

SCHOOL_TYPE = TableDefinition(
    name="school-type",
    short="School type",
    title="School type",
    about="Which type of secondary school did you attend for the most time between the ages of 11 and 16?",
    base=ALL,
    lines=(
        *_all(*_categories("SchoolType", SCHOOL_TYPES), _said_nothing("SchoolType")),
        _below(
            NOT_APPLICABLE,
            "Not applicable, which the standard does not offer here",
            {"SchoolType": (NOT_APPLICABLE,)},
        ),
        *_without_answer("SchoolType"),
    ),
    source=SOURCE,
    notes=(_COMBINED,),
    needs=("SchoolType",),
)
FREE_MEALS = TableDefinition(
    name="free-school-meals",
    short="Free school meals",
    title="Free school meals",
    about="If you finished school after 1980, were you eligible for free school meals at any time between the ages of 11 and 16?",
    base=ALL,
    lines=(
        *_all(
            *_categories("FreeMeals", ("Yes", "No")),
            _not_applicable("FreeMeals"),
            _said_nothing("FreeMeals"),
        ),
        _below(UNANSWERED, _NO_ANSWER, {"FreeMeals": (UNANSWERED,)}),
        Line(
            "other_school",
            "Not asked because of the type of school (independent or fee-paying, or outside the UK) or because the interview had not come so far",
            {"FreeMeals": (NOT_ASKED,), "SchoolType": _ASKED_SCHOOL},
            place=Place.BELOW,
        ),
        _below(NOT_ASKED, "Not asked", {"FreeMeals": (NOT_ASKED,), "SchoolType": (NOT_ASKED,)}),
    ),
    source=SOURCE,
    notes=(_COMBINED,),
    needs=("FreeMeals",),
)
_OCCUPATION = "Main or highest income earner in the household when the respondent was aged about 14"
_APART = "“They were not working” is a category of its own, and " + _COMBINED
FIVE = TableDefinition(
    name="self-coded-ns-sec-5",
    short="Self-coded NS-SEC, 5 classes",
    title="Self-coded NS-SEC of the main or highest income earner, 5-class system",
    about=_OCCUPATION,
    base=ALL,
    lines=_classes("nssec_selfcoded5", FIVE_CLASSES, _unanswered_class("nssec_selfcoded5")),
    source=SOURCE,
    notes=(_APART,),
    needs=("nssec_selfcoded5",),
)
THREE = TableDefinition(
    name="self-coded-ns-sec-3",
    short="Self-coded NS-SEC, 3 classes",
    title="Self-coded NS-SEC of the main or highest income earner, three-class system",
    about=_OCCUPATION,
    base=ALL,
    lines=_classes("nssec_selfcoded3", THREE_CLASSES, _unanswered_class("nssec_selfcoded3")),
    source=SOURCE,
    notes=(
        _APART,
        "A person whose answers leave several of the five classes open is classified here where all of those are in one of the three.",
    ),
    needs=("nssec_selfcoded3",),
)
ONE_STEP = TableDefinition(
    name="one-step-parental-occupation",
    short="One-step coding (SMC)",
    title="One-step coding of parental occupation, Social Mobility Commission",
    about=_OCCUPATION,
    base=ALL,
    lines=_classes(
        "smc3",
        ONE_STEP_CLASSES,
        # Who employs 25 or more is no missing answer, so a small number of them is hidden.
        Line(
            "not_classified",
            "Not classified: the occupation was not asked, as of an employer of 25 or more, or was reached and not answered",
            {"smc3": ("not_classified",)},
            place=Place.BELOW,
        ),
    ),
    source="Social Mobility Commission, one-step coding; see “Comparability” in the socio-economic background harmonised standard",
    notes=(
        (
            "From the occupation alone, without employment status, size of organisation or supervision. It is less accurate than "
            "self-coded NS-SEC: do not mix the two or compare them."
        ),
    ),
    needs=("smc3",),
)
QUALIFICATION = TableDefinition(
    name="parental-qualification",
    short="Parental qualification",
    title="Parental qualification",
    about="When you were aged about 14, what was the highest level of qualification achieved by either of your parents or guardians?",
    base=ALL,
    lines=(
        *_all(
            *_categories("ParentQual", QUALIFICATIONS),
            _not_applicable("ParentQual"),
            _said_nothing("ParentQual"),
        ),
        *_without_answer("ParentQual"),
    ),
    source=SOURCE,
    notes=(_COMBINED,),
    needs=("ParentQual",),
)

BACKGROUND = (
    Family(
        "school",
        (Variable("SchoolType"), Variable("FreeMeals")),
        (SCHOOL_TYPE, FREE_MEALS),
        {"SchoolType": (NOT_ASKED,), "FreeMeals": (NOT_ASKED,)},
    ),
    Family(
        "parental occupation",
        (Variable("nssec_selfcoded5"), Variable("nssec_selfcoded3"), Variable("smc3")),
        (FIVE, THREE, ONE_STEP),
        {"nssec_selfcoded5": (NOT_ASKED,), "nssec_selfcoded3": (NOT_ASKED,), "smc3": (NOT_ASKED,)},
    ),
    Family("parental qualification", (Variable("ParentQual"),), (QUALIFICATION,), {"ParentQual": (NOT_ASKED,)}),
)
"""A family where one number could follow from another table: who is not asked about free school meals follows from the school."""
