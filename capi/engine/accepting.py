"""Accepting an answer from this respondent: what the question takes, and of that what is offered and which rows there are."""

from capi.engine.answers import NotAccepted, accept
from capi.engine.frames import Frame
from capi.engine.page import Page, row_place
from capi.engine.plan import Plan
from capi.instrument.evaluation import Condition, compile_condition
from capi.instrument.expression import Expression
from capi.instrument.model import Answer, Category, Coded, Missing, RowChoice
from capi.wording import Wording


class Acceptance:
    """Accepts answers under one plan. Conditions of categories and rows are compiled when first needed."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._compiled: dict[tuple[int, Expression], Condition] = {}

    def accept(self, frame: Frame, at: int, value: object) -> Answer:
        """The value as an answer to the question at the place. Raises NotAccepted."""
        page = frame.page
        if type(value) is int and value in page.values[at]:
            return value
        question = page.questions[at]
        if question is None or question.computed is not None:
            raise NotAccepted(Wording("Answers", "The instrument sets this field itself."))
        kind = question.type
        codes = self._plan.codes[kind.frame] if type(kind) is Coded else None
        answer = accept(question, self._plan.mode, value, codes)
        if type(kind) is RowChoice and not isinstance(answer, Missing):
            rows = [row_id for row_id, _ in self.rows(frame, kind)]
            if answer not in rows:
                told = Wording("Answers", "{question} takes one of the rows there are: {rows}.")
                raise NotAccepted(told.filled(question=question.name, rows=", ".join(map(str, rows)) or "–"))
        if at in page.takes:
            self._refuse_unoffered(frame, at, answer)
        return answer

    def _refuse_unoffered(self, frame: Frame, at: int, answer: Answer) -> None:
        coded = answer if isinstance(answer, tuple) else (answer,)
        for category in frame.page.categories[at]:
            if category.offered_if is not None and category.value in coded and not self.is_offered(category, frame):
                told = Wording("Answers", "Category {category} of {question} is not offered here.")
                raise NotAccepted(told.filled(category=category.number, question=frame.page.names[at]))

    def is_offered(self, category: Category, frame: Frame) -> bool:
        """Whether the category is offered to this respondent."""
        condition = category.offered_if
        return condition is None or self._condition(condition, frame.page)(frame.seen)

    def rows(self, frame: Frame, choice: RowChoice) -> list[tuple[int, Frame]]:
        """The rows that can be chosen, with their ids, in their order."""
        page = self._plan.page_of(choice.roster)
        holder: Frame | None = frame
        while holder is not None and page not in holder.page.rosters:
            holder = holder.outer
        if holder is None:
            return []
        condition = None if choice.condition is None else self._condition(choice.condition, page)
        rows = holder.held[holder.page.rosters.index(page)].live
        return [(row.seen[row_place(page)], row) for row in rows if condition is None or condition(row.seen)]

    def _condition(self, condition: Expression, page: Page) -> Condition:
        key = page.number, condition
        if key not in self._compiled:
            self._compiled[key] = compile_condition(condition, page.scope)
        return self._compiled[key]
