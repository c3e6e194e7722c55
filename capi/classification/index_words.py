"""The words of a coding index as it prints them: titles turned round, qualifiers in brackets, references to other titles."""

import re

from capi.classification.classification import SeeAlso

_SEE = re.compile(r"-?\s*see\s+(?P<also>also\s+)?(?P<to>.*?)\s*(?:\((?P<qualifier>.*)\))?", re.IGNORECASE)
_NOTES = re.compile(r"notes\b", re.IGNORECASE)


def natural(words: str) -> str:
    """As one says it.

    >>> natural("Accountant, financial, group")
    'Group financial accountant'
    >>> natural("Engineer, CNC")
    'CNC engineer'
    """
    first, *others = [part for part in (each.strip() for each in words.split(",")) if part] or [""]
    if not others or (" of " in first and " and " in others[-1]):  # registrar of births, deaths and marriages
        return ", ".join([first, *others])
    head, space, rest = first.partition(" ")
    if head[1:].islower():
        head = head.lower()
    said = " ".join([*reversed(others), head + space + rest])
    return said[0].upper() + said[1:]


def bare(qualifier: str) -> str:
    """Without brackets, also where they are shared with the qualifier in the next column.

    >>> bare("(local government:"), bare("grade 1,2,3)"), bare("(Jobcentre Plus)")
    ('local government', 'grade 1,2,3', 'Jobcentre Plus')
    """
    text = qualifier.strip()
    opened = text.startswith("(")
    if opened:
        text = text[1:]
    if text.endswith(")") and (opened or text.count(")") > text.count("(")):
        text = text[:-1]
    return text.strip().rstrip(":,").strip()


def see_also(said: str, title: str, additional: str, industry: str, default: str) -> SeeAlso | None:
    """What `- see also Foreman ( )` refers to; None where that cannot be read."""
    match = _SEE.fullmatch(said.strip())
    if match is None or not match["to"]:
        return None
    notes = _NOTES.match(match["to"]) is not None
    qualifier = match["qualifier"]
    return SeeAlso(
        title=title,
        to="" if notes else natural(match["to"]),
        additional=additional,
        industry=industry,
        default=default,
        with_qualifier="" if notes or qualifier is None else qualifier.strip(),
        same_qualifier=qualifier is not None and not qualifier.strip(),
        also=match["also"] is not None,
    )


def letters(text: str) -> str:
    """Two spellings of a qualifier differ in signs: (airport: and (airport0 are the same."""
    return " ".join(re.findall(r"[a-z]+", text.lower()))
