"""The Standard Occupational Classification as the ONS publishes it: SOC2010 with its index, SOC2020 with its own, the structure of SOC2020."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from capi.classification.classification import Abbreviation, Classification, Group, IndexEntry, Part, Scheme, SeeAlso
from capi.classification.faults import Faults, some_of
from capi.classification.index_words import bare, letters, natural, see_also
from capi.classification.sheets import Book, Sheet, texts_of

SOC2010_STRUCTURE, SOC2010_INDEX = "SOC2010 Structure", "SOC2010 Full Index"
SOC2020_INDEX, SOC2020_FRAMEWORK = "SOC2020 coding index", "SOC2020 framework"
SOC2020_STRUCTURE = "SOC2020 Framework"
GROUPS: Mapping[Scheme, Mapping[int, int]] = {
    Scheme.SOC2010: {1: 9, 2: 25, 3: 90, 4: 369},
    Scheme.SOC2020: {1: 9, 2: 26, 3: 104, 4: 412},
}
"""How many groups there are with codes of each length: major, sub-major, minor and unit groups."""
_VERSION = re.compile(r"\bversion\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
_RECORDS = re.compile(r"number of records in .*?index\D*(\d[\d,]*)?$", re.IGNORECASE)
_DAY = r"(\d{1,2} [A-Z][a-z]+ \d{4})"
_LEVEL, _TITLE = re.compile(r"(Major|Sub-Major|Minor|Unit) Group$"), "Group Title"
_NO_CODE = "}}}}"
"""Printed where an entry has no code of its own and says where to look instead."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of an index, whichever the edition; `words` are as printed, `title` is as one says it."""

    row: int
    code: str
    words: str
    title: str
    additional: str
    industry: str
    default: str
    see: str
    supervises: bool = False
    soc2010: str = ""


def soc2010_index(book: Book, sha256: str) -> Classification:
    name = next((each for each in book.names if each.startswith(SOC2010_INDEX)), SOC2010_INDEX)
    sheet = book.sheet(name, "RECNOEXT")
    first = _additional_first(book)

    def lines() -> Iterator[_Line]:
        headings = ("D", "E", "SOC 2010", "INDEXOCC", "IND", "ADD", "SEE")
        for row, (default, supervises, code, words, industry, additional, see) in sheet.read(*headings):
            yield _Line(
                row, code, words, natural(words), bare(additional), bare(industry), default, see, supervises == "S"
            )

    def is_first(line: _Line) -> bool:
        return (line.code, letters(line.words), letters(line.industry), letters(line.additional)) in first

    faults = Faults()
    groups = _groups(book, SOC2010_STRUCTURE, Scheme.SOC2010, faults)
    entries, see = _entries(lines(), groups, (sheet, "SOC 2010"), is_first, faults)
    _tell_records(book, len(entries) + len(see), faults)
    faults.refuse_any()
    version, published = _printed(book)
    return Classification(
        Scheme.SOC2010,
        Part.INDEX,
        "SOC2010 coding index",
        version,
        sha256,
        groups,
        entries,
        see=see,
        published=published,
    )


def soc2020_index(book: Book, sha256: str) -> Classification:
    sheet = book.sheet(SOC2020_INDEX, "UNIQUE ID")

    def lines() -> Iterator[_Line]:
        headings = ("D", "SOC_2010", "SOC_2020", "INDEXOCC_-_natural_word_order", "INDEXOCC", "IND", "ADD", "SEE")
        for row, (default, soc2010, code, title, words, industry, additional, see) in sheet.read(*headings):
            there = "" if soc2010 == _NO_CODE else soc2010
            if there and not _is_unit_group(there):
                faults.tell(sheet.place(row, "SOC_2010"), f"{there!r} is no unit group.")
            ours = natural(words)
            # Printed in natural order too, but with abbreviations in small letters: Psv driver.
            said = ours if ours.lower() == title.lower() else title or ours
            yield _Line(row, code, words, said, bare(additional), bare(industry), default, see, soc2010=there)

    faults = Faults()
    groups = _groups(book, SOC2020_FRAMEWORK, Scheme.SOC2020, faults)
    # Its columns have the additional qualifier before the industry, and its notes say that entries are in this order.
    entries, see = _entries(lines(), groups, (sheet, "SOC_2020"), _has_both, faults)
    _tell_records(book, len(entries) + len(see), faults)
    faults.refuse_any()
    version, published = _printed(book)
    return Classification(
        Scheme.SOC2020, Part.INDEX, "SOC2020 coding index", version, sha256, groups, entries,
        see=see, abbreviations=_abbreviations(book), published=published,
    )  # fmt: skip


def soc2020_structure(book: Book, sha256: str) -> Classification:
    """Prints no version of its own."""
    faults = Faults()
    groups = _groups(book, SOC2020_STRUCTURE, Scheme.SOC2020, faults)
    faults.refuse_any()
    return Classification(Scheme.SOC2020, Part.STRUCTURE, "SOC2020 structure", "", sha256, groups)


def _entries(
    lines: Iterator[_Line],
    groups: Sequence[Group],
    column: tuple[Sheet, str],
    additional_first: Callable[[_Line], bool],
    faults: Faults,
) -> tuple[tuple[IndexEntry, ...], tuple[SeeAlso, ...]]:
    sheet, heading = column
    unit_groups = {group.code for group in groups if _is_unit_group(group.code)}
    entries: list[IndexEntry] = []
    see: list[SeeAlso] = []
    for line in lines:
        if not line.title:
            faults.tell(sheet.place(line.row, "INDEXOCC"), "The words of the entry are missing.")
        elif line.code == _NO_CODE:
            reference = see_also(line.see, line.title, line.additional, line.industry, line.default)
            if reference is None:
                faults.tell(sheet.place(line.row, "SEE"), f"{line.see!r} does not say where to look.")
            else:
                see.append(reference)
        elif line.code not in unit_groups:
            faults.tell(sheet.place(line.row, heading), f"{line.code!r} is no unit group of the structure.")
        else:
            entries.append(_entry(line, additional_first(line)))
    unused = unit_groups - {entry.code for entry in entries}
    if unused:
        faults.tell(f"sheet {sheet.name!r}", f"Unit groups without an entry: {some_of(unused)}.")
    return tuple(entries), tuple(see)


def _has_both(line: _Line) -> bool:
    return bool(line.additional and line.industry)


def _entry(line: _Line, additional_first: bool) -> IndexEntry:
    return IndexEntry(
        line.code,
        line.title,
        line.additional,
        line.industry,
        line.default,
        line.supervises,
        line.soc2010,
        additional_first,
    )


def _groups(book: Book, name: str, scheme: Scheme, faults: Faults) -> tuple[Group, ...]:
    """Of a structure whose levels stand in columns of their own."""
    rows = book.rows(name)
    headings = [" ".join(text.split()) for text in texts_of(next(rows, ()))]
    levels = [at for at, heading in enumerate(headings) if _LEVEL.search(heading)]
    titles = [at for at, heading in enumerate(headings) if heading.endswith(_TITLE)]
    if len(levels) != len(GROUPS[scheme]) or len(titles) != 1:
        faults.tell(
            f"sheet {name!r}, row 1", "The columns of the four levels and of the group title are not all there."
        )
        return ()
    groups: list[Group] = []
    for number, row in enumerate(rows, start=2):
        texts = texts_of(row)
        codes = [texts[at] for at in levels if texts[at]]
        title = texts[titles[0]]
        if not codes and not title:
            continue
        place = f"sheet {name!r}, row {number:,}"
        if len(codes) != 1 or not title or not codes[0].isdecimal():
            faults.tell(place, "A group has one code, of digits, and a title.")
        else:
            groups.append(Group(codes[0], title))
    tell_structure([group.code for group in groups], GROUPS[scheme], f"sheet {name!r}", faults)
    return tuple(groups)


def tell_structure(codes: Sequence[str], wanted: Mapping[int, int], place: str, faults: Faults) -> None:
    """`wanted`: how many codes of each length there are. Each but the shortest begins with one of the length before it."""
    twice = {code for code, times in Counter(codes).items() if times > 1}
    if twice:
        faults.tell(place, f"Codes that are there twice: {some_of(twice)}.")
    there = set(codes)
    lengths = Counter(map(len, there))
    for length, count in wanted.items():
        if lengths[length] != count:
            some = "1 code" if lengths[length] == 1 else f"{lengths[length]:,} codes"
            faults.tell(place, f"There are {some} of length {length}, and there should be {count:,}.")
    if odd := {code for code in there if len(code) not in wanted}:
        faults.tell(place, f"No codes of this classification: {some_of(odd)}.")
    alone = {code for code in there if len(code) - 1 in wanted and code[:-1] not in there}
    if alone:
        faults.tell(place, f"Codes whose group above is not there: {some_of(alone)}.")


def _additional_first(book: Book) -> frozenset[tuple[str, str, str, str]]:
    """The entries that the file specification lists as having the additional qualifier before the industry."""
    found = set()
    rows = book.rows("FILE SPEC") if "FILE SPEC" in book.names else iter(())
    columns: list[int] = []
    for texts in map(texts_of, rows):
        headings = [" ".join(text.split()) for text in texts]
        if "ADDITIONAL" in headings and "INDUSTRY" in headings:
            columns = [headings.index(each) for each in ("SOC 2010", "INDEX OCCUPATION", "INDUSTRY", "ADDITIONAL")]
        elif columns and texts[columns[0]]:
            code, words, industry, additional = (texts[at] for at in columns)
            found.add((code, letters(words), letters(industry), letters(additional)))
    return frozenset(found)


def _tell_records(book: Book, there: int, faults: Faults) -> None:
    """The file specification prints how many records there are: fewer, and something was cut off."""
    texts = list(book.texts("FILE SPEC"))
    for at, text in enumerate(texts):
        found = _RECORDS.fullmatch(text)
        if found:
            printed = (found[1] or (texts[at + 1] if at + 1 < len(texts) else "")).replace(",", "")
            if printed.isdecimal() and there < int(printed):
                faults.tell("", f"There are {there:,} records, and the sheet 'FILE SPEC' says {int(printed):,}.")
            return


def _printed(book: Book) -> tuple[str, str]:
    """The version and the day of its release."""
    texts = [*book.texts("Information")]
    version = next((found[1] for text in texts if (found := _VERSION.search(text))), "")
    released = re.compile(rf"version {re.escape(version)}\s*(?:released|:)\s*{_DAY}", re.IGNORECASE)
    return version, next((found[1] for text in texts if (found := released.search(text))), "")


def _abbreviations(book: Book) -> tuple[Abbreviation, ...]:
    if "Abbreviations" not in book.names:
        return ()
    sheet = book.sheet("Abbreviations", "Abbreviation")
    return tuple(
        Abbreviation(" ".join(short.replace("*", " ").split()), " ".join(meaning.split()))
        for _, (short, meaning) in sheet.read("Abbreviation", "Meaning")
        if short and meaning
    )


def _is_unit_group(code: str) -> bool:
    return len(code) == 4 and code.isdecimal()
