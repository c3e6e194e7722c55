"""What comes of an answer that was sent: the way on, or the same page again with what is wrong or is to be confirmed."""

from dataclasses import dataclass

from capi.engine.answers import NotAccepted
from capi.engine.edits import FailedEdit
from capi.engine.interview import NotOnRoute
from capi.hub.online.answer_reading import SEARCH, first_input, is_blank, read_answer
from capi.hub.online.form import Form
from capi.hub.online.frame_search import FRAMES
from capi.hub.online.mistakes import Mistake, Mistaken
from capi.hub.online.question_page import CHECK, Sent, address_of, edit_mistakes, names_of, question_page
from capi.hub.online.visit import Visit
from capi.hub.service.online_asked import PageAsked
from capi.hub.service.online_drawing import drawn_question, words_of

WAITING, CHECKING = "/q", "/check"
KEPT, LOST = "/signed-out?last=kept", "/signed-out?last=lost"
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class ShownAgain:
    """The page as it is shown again. `wrong`: something on it is to be put right, or confirmed."""

    content: bytes
    wrong: bool


class Answered:
    """Made for one form, inside the transaction of its request."""

    def __init__(self, asked: PageAsked, visit: Visit) -> None:
        self._asked = asked
        self._visit = visit
        self._name = asked.path["field"]
        self._form = asked.form
        self._words = words_of(asked, visit)
        self._from_check = asked.form.one("from") == CHECK

    def outcome(self) -> str | ShownAgain:
        """The address to go to, or the page as it is shown again. A visit that has timed out is shown nothing more."""
        visit = self._visit
        try:
            prompt = visit.alone.prompt(self._name)
        except NotOnRoute:
            return LOST if visit.timed_out else WAITING
        try:
            value = read_answer(prompt, self._form, self._words)
            interview = visit.sitting.interview
            adds = interview.adds_row(self._name, interview.accepted(self._name, value))
            failed = visit.answer(self._name, value, shown_at(visit, self._form))
        except Mistaken as wrong:
            return self._again(*wrong.mistakes)
        except NotAccepted:
            return self._again(Mistake(first_input(prompt), self._words("wrong.refused")))
        if visit.timed_out:
            return KEPT
        return self._kept_back(failed) or self._onward(adds)

    def found(self) -> str | ShownAgain:
        """The page with what the list has for her words; nothing is kept."""
        typed = self._form.typed(SEARCH)
        try:
            prompt = self._visit.alone.prompt(self._name)
        except NotOnRoute:
            return WAITING
        if not typed:
            return self._again(Mistake(SEARCH, self._words("wrong.find")))
        if prompt.frame is None or not FRAMES.search(prompt.frame, typed):
            return self._again(Mistake(SEARCH, self._words("wrong.no_match", search=typed[:60])))
        return self._again()

    def _kept_back(self, failed: tuple[FailedEdit, ...]) -> ShownAgain | None:
        """The same page where an edit keeps her there. What she is asked to confirm is confirmed by her tick, and nothing else is."""
        signals = tuple(each for each in failed if not each.hard)
        checks = [each for each in failed if each.hard]
        confirmed = set(self._form.one("confirm").split())
        if not checks and {each.name for each in signals} <= confirmed:
            if signals:
                self._visit.confirm(self._name)
            return None
        mistakes = edit_mistakes(self._visit, self._name, checks, self._words)
        if signals and not checks and self._form.one("asked") == names_of(signals):
            mistakes = (Mistake("confirm", self._words("wrong.confirm")),)
        return self._drawn(mistakes, signals)

    def _onward(self, adds: bool) -> str:
        alone = self._visit.alone
        following = alone.waiting if self._from_check or adds else alone.after(self._name) or alone.waiting
        return CHECKING if following is None else address_of(following, from_check=self._from_check)

    def _again(self, *mistakes: Mistake) -> str | ShownAgain:
        return LOST if self._visit.timed_out else self._drawn(mistakes)

    def _drawn(self, mistakes: tuple[Mistake, ...], signals: tuple[FailedEdit, ...] = ()) -> ShownAgain:
        sent = Sent(self._from_check, self._form, mistakes, signals)
        shown = question_page(self._visit, self._name, self._words, sent)
        return ShownAgain(drawn_question(self._asked, self._visit, shown), bool(mistakes or signals))


def kept_on_leaving(asked: PageAsked, visit: Visit) -> bool:
    """Keeps what stands on the page that she leaves, where it can be kept; whether nothing of it is lost."""
    name, form = asked.form.one("field"), asked.form
    try:
        prompt = visit.alone.prompt(name)
        if not is_blank(prompt, form):
            visit.answer(name, read_answer(prompt, form, words_of(asked, visit)), shown_at(visit, form))
    except NotOnRoute:
        return True
    except (Mistaken, NotAccepted):
        return False
    return True


def shown_at(visit: Visit, form: Form) -> int:
    """The journal's number when the page was made; where it does not say, it is taken for one just made."""
    sent = form.one("shown")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= _MOST_DIGITS else visit.number
