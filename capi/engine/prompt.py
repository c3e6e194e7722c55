"""The prompt: everything a screen needs to put one question, filled and in one language."""

import msgspec.structs
from msgspec import Struct

from capi.engine.accepting import Acceptance
from capi.engine.fills import Filler, Run, Runs
from capi.engine.frames import Frame
from capi.engine.plan import Plan
from capi.instrument.model import (
    Answer,
    Category,
    Coded,
    CodingFrame,
    DecimalNumber,
    Missing,
    PromptInstruction,
    QuestionType,
    RowChoice,
    WholeNumber,
)


class Offer(Struct, frozen=True, gc=False):
    """A category as it stands on the screen: what is typed for it, what it stands for, what is said."""

    number: int
    value: int | Missing
    text: Runs
    example: Runs
    guidance: Runs
    spontaneous: bool
    exclusive: bool = False
    """Coded alone where several can be coded."""


class Card(Struct, frozen=True, gc=False):
    """A showcard: what the respondent may see, and nothing else."""

    label: str
    heading: Runs
    lines: tuple[tuple[Runs, Runs], ...]
    """Each category's text and example, without numbers and without spontaneous categories."""


class Prompt(Struct, frozen=True, gc=False):
    """One question as it is put now. `number` of `about` is where the interview stands.

    `rows` are the names of the rows around it, outermost first; `item` is what an item of a battery adds to the text;
    `observation`: the interviewer answers from what is seen.
    """

    field: str
    label: str
    section: str
    type: QuestionType
    text: Runs
    offers: tuple[Offer, ...]
    guidance: Runs
    instruction: Runs
    prompt: PromptInstruction | None
    prompt_text: str
    card: Card | None
    unit: str
    answer: Answer | None
    remark: str
    number: int
    about: int
    rows: tuple[str, ...] = ()
    observation: bool = False
    item: Runs = ()
    frame: CodingFrame | None = None

    def offer(self, answer: Answer | None) -> Offer | None:
        """The category with this value, if the mode prints one."""
        return next((offer for offer in self.offers if offer.value == answer), None)

    def offer_numbered(self, number: int) -> Offer | None:
        return next((offer for offer in self.offers if offer.number == number), None)

    def lists(self, state: Missing) -> bool:
        """Whether the mode prints a category for the missing state."""
        return any(offer.value is state for offer in self.offers)


class Prompter:
    """Puts the questions of one plan in one language; categories without anything to fill are worded once."""

    def __init__(self, plan: Plan, filler: Filler) -> None:
        self._plan = plan
        self._filler = filler
        self._acceptance = Acceptance(plan)
        self._fixed: dict[int, tuple[Offer, ...] | None] = {}

    def prompt(self, frame: Frame, at: int, *, remark: str, number: int, about: int) -> Prompt:
        """The question at this place, filled from what is in sight there."""
        page, filler, instrument = frame.page, self._filler, self._plan.instrument
        question, presentation = page.questions[at], page.presentations[at]
        if question is None:
            raise ValueError("no question stands at the place of a block")
        runs, words = filler.runs, filler.words
        kind = question.type
        # `type(...) is` and not isinstance, which takes several times as long: this is done at every step.
        offers = self._offers(page.categories[at], frame)
        if type(kind) is RowChoice:
            offers = self._rows_offered(frame, kind, offers)
        # In the order of its fields: naming them all would double the time this takes at every step.
        return Prompt(
            frame.address(at) if frame.rows else question.name,
            words(question.label) or question.name,
            words(page.sections[at].title),
            kind,
            runs(presentation.text, frame),
            offers,
            runs(presentation.guidance, frame) if presentation.guidance else (),
            runs(presentation.instruction, frame) if presentation.instruction else (),
            presentation.prompt,
            words(instrument.prompts.get(presentation.prompt, ())) if presentation.prompt else "",
            self._card(presentation.showcard, offers, frame) if presentation.showcard else None,
            words(kind.unit) if type(kind) is WholeNumber or type(kind) is DecimalNumber else "",
            frame.seen[at],
            remark,
            number,
            about,
            self._row_names(frame) if frame.rows else (),
            question.observation,
            runs(question.item, frame) if question.item else (),
            self._plan.frames[kind.frame] if type(kind) is Coded else None,
        )

    def _row_names(self, frame: Frame) -> tuple[str, ...]:
        names: list[str] = []
        around: Frame | None = frame
        while around is not None and around.outer is not None:
            names.append(self._filler.row_name(around))
            around = around.outer
        return tuple(reversed(names))

    def _card(self, label: str, offers: tuple[Offer, ...], frame: Frame) -> Card:
        heading = self._filler.runs(self._plan.showcards[label].heading, frame)
        return Card(label, heading, tuple((offer.text, offer.example) for offer in offers if not offer.spontaneous))

    def _rows_offered(self, frame: Frame, choice: RowChoice, others: tuple[Offer, ...]) -> tuple[Offer, ...]:
        """The rows, by the number of their position, and what the question offers beside them."""
        rows = tuple(
            Offer(row.at + 1, row_id, (Run(self._filler.row_name(row), filled=True),), (), (), spontaneous=False)
            for row_id, row in self._acceptance.rows(frame, choice)
        )
        highest = max((offer.number for offer in rows), default=0)
        return (*rows, *(msgspec.structs.replace(other, number=highest + at) for at, other in enumerate(others, 1)))

    def _offers(self, categories: tuple[Category, ...], frame: Frame) -> tuple[Offer, ...]:
        """Kept by identity: the plan makes equal categories one object and keeps it alive."""
        key = id(categories)
        if key not in self._fixed:
            self._fixed[key] = self._worded(categories, frame) if self._all_fixed(categories) else None
        fixed = self._fixed[key]
        if fixed is not None:
            return fixed
        return self._worded(tuple(each for each in categories if self._acceptance.is_offered(each, frame)), frame)

    def _all_fixed(self, categories: tuple[Category, ...]) -> bool:
        fixed = self._filler.is_fixed
        return all(
            each.offered_if is None and fixed(each.text) and fixed(each.example) and fixed(each.guidance)
            for each in categories
        )

    def _worded(self, categories: tuple[Category, ...], frame: Frame) -> tuple[Offer, ...]:
        runs = self._filler.runs
        return tuple(
            Offer(
                number=category.number,
                value=category.value,
                text=runs(category.text, frame),
                example=runs(category.example, frame),
                guidance=runs(category.guidance, frame),
                spontaneous=category.spontaneous,
                exclusive=category.exclusive,
            )
            for category in categories
        )
