"""What follows from codes at once: the person's derived variables, in the words that stand beside the job that was just coded."""

from collections.abc import Iterator, Mapping

from capi.classification.kept_file import DamagedClassification
from capi.hub.errors import HubError
from capi.hub.hub import Hub

_CLASSES = {"nssec8": "NS-SEC, 8 classes", "nssec5": "NS-SEC, 5 classes", "nssec3": "NS-SEC, 3 classes"}
_NOT_CLASSIFIED = {
    "student": "not classified: full-time student",
    "inadequate": "not classified: occupation not described well enough",
    "other": "not classified",
}
_STATUSES = {
    "1": "in employment",
    "2": "ILO unemployed",
    "3": "inactive",
    "not_classified": "not classified",
}


def following(hub: Hub, case_key: int, rows: str, by: str) -> list[tuple[str, str]]:
    """Derives the case and says what came of it for the person whose job this is; nothing where that cannot be done now.

    The codes are kept already: the case is derived with all others that wait, later.
    """
    try:
        from capi.hub.statistics.deriving import derive_cases  # table expressions take a second to load

        lines = derive_cases(hub, hub.shelf, [case_key], made_by=by)
    except (ImportError, DamagedClassification, HubError):
        return []
    # The job is the person's in the same row, or in the row around it.
    own = [line for line in lines if line.rows in ("", rows) or rows.startswith(f"{line.rows}.")]
    return list(in_words(max(own, key=lambda line: len(line.rows)).variables)) if own else []


def in_words(variables: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """NS-SEC in its classes with the method, or why there is none; then the ILO status."""
    for name, label in _CLASSES.items():
        if (value := variables.get(name)) is not None:
            yield label, str(value)
    not_classified = variables.get("nssec_not_classified")
    if not_classified is not None:
        yield "NS-SEC", _NOT_CLASSIFIED.get(str(not_classified), "not classified")
    elif (method := variables.get("nssec_method")) is not None:
        yield "NS-SEC method", str(method)
    if (status := variables.get("ilo_status")) is not None:
        yield "ILO economic status", _STATUSES.get(str(status), str(status))
