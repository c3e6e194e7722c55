"""The questionnaire document made out of an instrument: its front page, its sections, and the index of its variables."""

from collections.abc import Iterator, Sequence

from babel import Locale, UnknownLocaleError

from capi.instrument.expression import Expression, conjuncts
from capi.instrument.handing_over import outermost
from capi.instrument.model import (
    Choice,
    Date,
    DecimalNumber,
    Edit,
    Fact,
    Instrument,
    Mode,
    Question,
    Roster,
    Section,
    Source,
    Switch,
    Verbatim,
    WholeNumber,
)
from capi.outputs.documents.condition_words import ConditionWords
from capi.outputs.documents.fill_words import FillWords
from capi.outputs.documents.questionnaire import Asked, Entry, IndexLine, Known, Part, Questionnaire, Span, Spans, said
from capi.outputs.documents.questionnaire_asked import Around, QuestionPage, batteries
from capi.outputs.documents.questionnaire_in_mode import asked_in
from capi.outputs.documents.questionnaire_modes import HOW_WORDS, MODE_WORDS, put_in

_RICHEST_FIRST = (Mode.FACE_TO_FACE, Mode.TELEPHONE, Mode.SELF_COMPLETION)
_SKIPS_WORTH_TELLING = 2
"""Where fewer questions are passed over, the next one is in sight anyway."""


def questionnaire(instrument: Instrument, mode: Mode | None, language: int, sha256: str = "") -> Questionnaire:
    """The document of one mode, or of all of them told against the one that has most to tell."""
    base = mode or next(each for each in _RICHEST_FIRST if each in instrument.modes)
    modes = (mode,) if mode else instrument.modes
    return _Making(instrument, base, modes, language).whole(sha256)


class _Making:
    def __init__(self, instrument: Instrument, base: Mode, modes: Sequence[Mode], language: int) -> None:
        self.instrument = asked_in(modes, instrument)
        self.base = base
        self.modes = modes
        self.language = language
        self.conditions = ConditionWords(instrument, language, base)
        self.fills = FillWords(instrument, self.conditions)
        self.page = QuestionPage(instrument, base, (self.conditions, self.fills), modes)
        self.handed_over = {section.name for section in outermost(instrument)}
        self.rosters = {roster.name: roster for roster in instrument.rosters}
        self.edits, self.mentions = _edits_at(self.instrument)
        self.placed = {edit.name for edits in self.edits.values() for edit in edits}
        self.index: list[IndexLine] = []

    def whole(self, sha256: str) -> Questionnaire:
        instrument, words = self.instrument, self.conditions.words
        parts = tuple(
            self.part(section, str(number), instrument.sections[number:])
            for number, section in enumerate(instrument.sections, 1)
        )
        return Questionnaire(
            title=words(instrument.title) or instrument.name,
            instrument=instrument.name,
            version=instrument.version,
            mode=", ".join(MODE_WORDS[mode] for mode in self.modes) if len(self.modes) < 2 else "All modes",
            language=instrument.languages[self.language],
            front=tuple(self.front(sha256)),
            reading=tuple(self.how_to_read()),
            known=tuple(self.known(fact) for fact in instrument.facts),
            parts=parts,
            index=tuple(sorted(self.index, key=lambda line: (line.name.casefold(), line.name))),
        )

    def part(self, section: Section, number: str, later: Sequence[Section | Question]) -> Part:
        title = self.conditions.words(section.title) or section.name
        roster = self.rosters.get(section.roster)
        contents: list[Asked | Part] = []
        inner = 0
        waiting: list[Question] = []
        for at, part in enumerate(section.parts):
            if isinstance(part, Question):
                waiting.append(part)
                continue
            contents += self.blocks(waiting, section, title)
            waiting = []
            inner += 1
            contents.append(self.part(part, f"{number}.{inner}", section.parts[at + 1 :]))
        contents += self.blocks(waiting, section, title)
        if section.another is not None:
            contents += self.blocks([section.another], section, title)
        return Part(
            number=number,
            name=section.name,
            title=title,
            level=number.count(".") + 1,
            opening=tuple(self.opening(section, roster, later)),
            contents=tuple(contents),
            repeated=f"For each row of “{self.title_of(roster)}”" if roster else "",
            closing=tuple(self.closing(section, roster)),
        )

    def blocks(self, questions: Sequence[Question], section: Section, title: str) -> Iterator[Asked]:
        within = section.asked_if is not None or section.roster
        everyone = "everyone" if not within and self.is_outermost(section) else "all who reach this section"
        place = {question.name: at for at, question in enumerate(questions)}
        for together in batteries(questions):
            first = together[0]
            names = {question.name for question in together}
            block = self.page.asked(
                together,
                Around(
                    everyone,
                    self.otherwise(questions, place[first.name], len(together)),
                    tuple(edit for name in names for edit in self.edits.get(name, ())),
                    tuple(told for name in names for told in self.mentions.get(name, ())),
                ),
            )
            for question in together:
                label = self.conditions.words(question.label) or self.conditions.words(question.item)
                self.index.append(IndexLine(question.name, label, title, block.anchor))
            yield block

    def otherwise(self, questions: Sequence[Question], at: int, size: int) -> str:
        """Where those go on to whom neither this question nor the next ones under the same condition are put; else "".

        Told at the first of them alone: the others are not reached.
        """
        condition = self.filter_of(questions[at])
        if condition is None or (at and _implies(self.filter_of(questions[at - 1]), condition)):
            return ""
        after = at + size
        while after < len(questions) and _implies(self.filter_of(questions[after]), condition):
            after += 1
        return (
            questions[after].name if after - at > max(size, _SKIPS_WORTH_TELLING - 1) and after < len(questions) else ""
        )

    def filter_of(self, question: Question) -> Expression | None:
        return put_in(self.base, question).asked_if

    def opening(self, section: Section, roster: Roster | None, later: Sequence[Section | Question]) -> Iterator[Entry]:
        if section.asked_if is not None:
            in_rows = roster is not None and not section.collects
            yield self.page.routing(section.asked_if, "Rows for which" if in_rows else "Asked if")
            if not in_rows:
                yield Entry("Otherwise", (self.goes_on(section, later),), "routing")
        if section.name in self.handed_over and self.base is not Mode.TELEPHONE:
            told = "Face to face, the respondent may answer this section alone, on the laptop handed over, in the wording for self-completion."
            yield Entry("Handed over", (said(told),))
        if roster is not None:
            yield Entry("Rows", tuple(self.rows(section, roster)))
        if section.source is not None and (source := _source(section.source)):
            yield Entry("Source", (source,))

    def goes_on(self, section: Section, later: Sequence[Section | Question]) -> Spans:
        following = later[0] if later else None
        if isinstance(following, Question):
            return said("go to ", Span(f"[{following.name}]", "name", following.name))
        if following is not None:
            title = self.conditions.words(following.title) or following.name
            return said("go to section ", Span(title, "name", f"section-{following.name}"))
        if self.is_outermost(section):
            return said("the interview ends")
        return said("leave this section")

    def rows(self, section: Section, roster: Roster) -> Iterator[Spans]:
        if not section.collects:
            yield said("The questions below are gone through once for each row collected before.")
        elif roster.size is not None:
            yield said("As many rows as ", self.conditions.value(roster.size), f", at most {roster.at_most:,}.")
        elif section.another is not None:
            another = Span(f"[{section.another.name}]", "name", section.another.name)
            yield said(
                f"At least {roster.at_least:,} and at most {roster.at_most:,}. After them ",
                another,
                " asks for one more.",
            )
        name = self.fills.spans(roster.row_name)
        if name:
            yield said("A row is called “", name, "”.")
            yield from self.fills.variants((roster.row_name,))

    def closing(self, section: Section, roster: Roster | None) -> Iterator[Entry]:
        yield from map(self.page.edit, (edit for edit in section.edits if not self.has_place(edit)))
        if roster is None:
            return
        title = self.title_of(roster)
        if section.another is not None:
            yes = self.conditions.category(section.another.name, 1)
            name = Span(f"[{section.another.name}]", "name", section.another.name)
            told = said(
                name, " is asked when all rows there are have been gone through. ", yes, " adds a row to “", title, "”."
            )
            yield Entry("Next row", (told,))
        else:
            yield Entry(
                "Next row", (said("Back to the first question of this section, until the last row of “", title, "”."),)
            )

    def has_place(self, edit: Edit) -> bool:
        """Whether it is told at a question; one over facts alone is not."""
        return edit.name in self.placed

    def is_outermost(self, section: Section) -> bool:
        return any(section is outer for outer in self.instrument.sections)

    def title_of(self, roster: Roster | None) -> str:
        return (self.conditions.words(roster.title) or roster.name) if roster else ""

    def front(self, sha256: str) -> Iterator[Entry]:
        instrument = self.instrument
        yield Entry("Instrument", (said(Span(instrument.name, "strong"), f", version {instrument.version}"),))
        yield Entry(
            "Modes" if len(self.modes) > 1 else "Mode", (said(", ".join(MODE_WORDS[each] for each in self.modes)),)
        )
        spoken = [_language(code) for code in instrument.languages]
        spoken[self.language] += " (this document)" if len(spoken) > 1 else ""
        yield Entry("Languages" if len(spoken) > 1 else "Language", (said(", ".join(spoken)),))
        asked = sum(question.computed is None for question in instrument.questions)
        sections = len(instrument.all_sections)
        within = f", in {sections:,} sections" if sections > 1 else ""
        yield Entry("Questions", (said(f"{asked:,}{within}"),))
        source = instrument.source
        if told := _source(source):
            yield Entry("Source", (told,))
        if source.licence:
            yield Entry("Licence", (said(source.licence),))
        if source.address:
            yield Entry("Address", (said(Span(source.address, "words", source.address)),))
        if sha256:
            yield Entry("Identity", (said(Span(f"SHA-256 {sha256}", "code")),))

    def how_to_read(self) -> Iterator[Entry]:
        yield Entry(
            "Routing",
            (
                said(
                    "Above each question stands who is asked it: in words, then as the instrument has it, in small type. "
                    "An answer that was not given, or is don’t know, refused or not applicable, is equal to nothing, "
                    "and neither less nor more than anything. A comparison that holds all the same says “(or has no answer)”."
                ),
            ),
            "routing",
        )
        yield Entry("[Name]", (said("The name of the variable in the data, then its label."),))
        fill = Span("‹name›", "fill")
        yield Entry(
            "‹name›", (said("A place filled in during the interview. What ", fill, " can be is told under Fills."),)
        )
        yield Entry(
            "Categories",
            (said("The number is the one printed and typed. Values in the data are the same in every mode."),),
        )
        if self.base.has_interviewer:
            yield Entry(
                "Only if offered",
                (
                    said(
                        "Coded when the respondent says so; never read out and on no showcard. "
                        "Don’t know and refused can be recorded at every question, whether or not it prints them."
                    ),
                ),
                "offered",
            )
        if self.instrument.edits:
            told = said(
                "A check must be put right before the interview goes on. A signal may be let stand, with a reason."
            )
            yield Entry("Check, signal", (told,), "edit")
        yield Entry("Disclosive", (said("Not in data for end users, as it could tell who somebody is."),))
        yield Entry(
            "Our note", (said("Written by those who programmed the instrument. It is not part of the source."),), "ours"
        )
        if len(self.modes) > 1:
            told = said(
                f"The questions are told as they are put {HOW_WORDS[self.base]}. Below each stands what differs in another mode; "
                "where nothing is said, nothing does."
            )
            yield Entry("Modes", (told,))

    def known(self, fact: Fact) -> Known:
        match fact.type:
            case Switch(usual):
                what = f"A part of the instrument that a survey turns on or off; {'on' if usual == 1 else 'off'} unless it says otherwise"
            case WholeNumber(minimum, maximum):
                what = f"A whole number from {minimum:,} to {maximum:,}"
            case DecimalNumber(minimum, maximum):
                what = f"A number from {minimum:,f} to {maximum:,f}"
            case Verbatim():
                what = "A text"
            case Date():
                what = "A date"
            case Choice():
                what = "; ".join(f"{each.number} {self.conditions.words(each.text)}" for each in fact.categories)
        return Known(fact.name, self.conditions.words(fact.label), what + (". Disclosive" if fact.disclosive else ""))


def _language(code: str) -> str:
    """Its English name, or the code of one that is not in the tables."""
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def _source(source: Source) -> Spans:
    return said(", ".join(part for part in (source.publisher, source.title, source.date) if part))


def _implies(later: Expression | None, condition: Expression) -> bool:
    """Whether a question with the later filter is never asked where the condition does not hold."""
    return later is not None and set(conjuncts(condition)) <= set(conjuncts(later))


def _edits_at(instrument: Instrument) -> tuple[dict[str, list[Edit]], dict[str, list[tuple[Edit, str]]]]:
    """The edits told at each question, and those only mentioned there: an edit is told at the last question it involves."""
    order = {question.name: at for at, question in enumerate(instrument.questions)}
    told: dict[str, list[Edit]] = {}
    mentioned: dict[str, list[tuple[Edit, str]]] = {}
    for edit in instrument.edits:
        involved = sorted({name for name in edit.fields if name in order}, key=order.__getitem__)
        if involved:
            told.setdefault(involved[-1], []).append(edit)
            for name in involved[:-1]:
                mentioned.setdefault(name, []).append((edit, involved[-1]))
    return told, mentioned
