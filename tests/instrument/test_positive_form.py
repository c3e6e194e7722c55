"""The positive form means what the condition means, whatever was answered."""

from itertools import product

import pytest

from capi.instrument.evaluation import Scope, compile_condition
from capi.instrument.expression import And, Compare, Expression, Has, Not, Or, conditions_in
from capi.instrument.model import Answer, Missing
from capi.instrument.parsing import parse
from capi.instrument.positive_form import positive_form

CONDITIONS = [
    "not (A == 1 or B < 2)",
    "not (A != 1 and not (B in (1, 2) or A is refused))",
    "not not A is answered",
    "A == 1 and not (B not in (1, 2) or not (A >= B and B is unanswered))",
]
ANSWERS: tuple[Answer | None, ...] = (None, 1, 2, 3, Missing.REFUSED)


@pytest.mark.parametrize("text", CONDITIONS)
def test_it_holds_where_the_condition_holds(text: str) -> None:
    scope = Scope({"A": 0, "B": 1})
    condition = parse(text)
    turned = positive_form(condition)
    assert all(_is_positive(part) for part in conditions_in(turned))
    before, after = compile_condition(condition, scope), compile_condition(turned, scope)
    for answers in product(ANSWERS, repeat=2):
        assert before(list(answers)) == after(list(answers)), answers


def _is_positive(part: Expression) -> bool:
    denied = part.part if isinstance(part, Not) else None
    return not isinstance(denied, And | Or | Not) and (denied is None or isinstance(denied, Compare | Has))
