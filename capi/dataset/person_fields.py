"""The fields of the two standards as every person dataset calls them, and the categories they have.

A dataset that comes without a codebook is read by these: a value that is none of the categories is somebody's mistake.
"""

from collections.abc import Mapping

from capi.dataset.person_columns import PersonColumn, Shape

_NUMBERED_TO: Mapping[int, str] = {
    2: "FreeMeals EmployerSize OwnBusinessSize Supervisor Sex Wrking SchemeET OwnBus RelBus Looked StartJ EverWk Enroll Stat "
    "Supvis Solo FtPtWk JobTyp AgWrk",
    3: "ParentQual JbAway Attend EmpNo SNEmpl",
    4: "EarnerStatus",
    5: "SchoolType EarnerOccupation",
    6: "LKTime YInAct",
    10: "Course",
}
"""Questions whose categories are numbered from 1, by the number of the last."""
_CATEGORIES = {name: range(1, last + 1) for last, names in _NUMBERED_TO.items() for name in names.split()}
_SHAPES: Mapping[str, Shape] = {
    **dict.fromkeys(_CATEGORIES, Shape.NUMBER),
    **dict.fromkeys(("Age", "SOC2010", "SOC2020"), Shape.NUMBER),
    **dict.fromkeys(("DateOfBirth", "DtJbL"), Shape.DATE),
    # A class of industry may begin with a nought.
    **dict.fromkeys(("IndD", "OccT", "OccD", "DtJbL_given", "SIC2007"), Shape.TEXT),
}


def values_of(name: str) -> range | None:
    """The categories of a field of the standards; None where it is another, or its values are not categories."""
    return _CATEGORIES.get(name)


def known_column(name: str) -> PersonColumn | None:
    """The column that a field of the standards makes; None for any other."""
    shape = _SHAPES.get(name)
    return None if shape is None else PersonColumn(name, shape)
