"""The prompt: everything a screen needs to put one question, filled and in one language."""

from msgspec import Struct

from capi.engine.fills import Filler, Runs
from capi.engine.plan import Plan
from capi.instrument.evaluation import Seen
from capi.instrument.model import Answer, Category, Missing, PromptInstruction, QuestionType, WholeNumber


class Offer(Struct, frozen=True, gc=False):
    """A category as it stands on the screen: what is typed for it, what it stands for, what is said."""

    number: int
    value: int | Missing
    text: Runs
    example: Runs
    guidance: Runs
    spontaneous: bool


class Card(Struct, frozen=True, gc=False):
    """A showcard: what the respondent may see, and nothing else."""

    label: str
    heading: Runs
    lines: tuple[tuple[Runs, Runs], ...]
    """Each category's text and example, without numbers and without spontaneous categories."""


class Prompt(Struct, frozen=True, gc=False):
    """One question as it is put now. `number` of `about` is where the interview stands."""

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
        self._fixed: dict[int, tuple[Offer, ...] | None] = {}

    def prompt(self, at: int, seen: Seen, answer: Answer | None, *, remark: str, number: int, about: int) -> Prompt:
        """The question at this place, filled from the values in sight."""
        plan, filler = self._plan, self._filler
        question, presentation, instrument = plan.questions[at], plan.presentations[at], plan.instrument
        runs, words = filler.runs, filler.words
        offers = self._offers(plan.categories[at], seen)
        # In the order of its fields: naming them all would double the time this takes at every step.
        return Prompt(
            question.name,
            words(question.label) or question.name,
            words(instrument.sections[plan.section_of[at]].title),
            question.type,
            runs(presentation.text, seen),
            offers,
            runs(presentation.guidance, seen) if presentation.guidance else (),
            runs(presentation.instruction, seen) if presentation.instruction else (),
            presentation.prompt,
            words(instrument.prompts.get(presentation.prompt, ())) if presentation.prompt else "",
            self._card(presentation.showcard, offers, seen) if presentation.showcard else None,
            words(question.type.unit) if isinstance(question.type, WholeNumber) else "",
            answer,
            remark,
            number,
            about,
        )

    def _card(self, label: str, offers: tuple[Offer, ...], seen: Seen) -> Card:
        heading = self._filler.runs(self._plan.showcards[label].heading, seen)
        return Card(label, heading, tuple((offer.text, offer.example) for offer in offers if not offer.spontaneous))

    def _offers(self, categories: tuple[Category, ...], seen: Seen) -> tuple[Offer, ...]:
        """Kept by identity: the plan makes equal categories one object and keeps it alive."""
        key = id(categories)
        if key not in self._fixed:
            self._fixed[key] = self._worded(categories, seen) if self._all_fixed(categories) else None
        fixed = self._fixed[key]
        return self._worded(categories, seen) if fixed is None else fixed

    def _all_fixed(self, categories: tuple[Category, ...]) -> bool:
        fixed = self._filler.is_fixed
        return all(fixed(each.text) and fixed(each.example) and fixed(each.guidance) for each in categories)

    def _worded(self, categories: tuple[Category, ...], seen: Seen) -> tuple[Offer, ...]:
        runs = self._filler.runs
        return tuple(
            Offer(
                number=category.number,
                value=category.value,
                text=runs(category.text, seen),
                example=runs(category.example, seen),
                guidance=runs(category.guidance, seen),
                spontaneous=category.spontaneous,
            )
            for category in categories
        )
