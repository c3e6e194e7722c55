"""The positive form of a condition: every `not` taken into what it stands before, as far as that can be written."""

from capi.instrument.expression import Among, And, Compare, Expression, Is, Not, Or


def positive_form(expression: Expression, *, negated: bool = False) -> Expression:
    """The same condition; `not` is left before an order, before `has` and before `any` and `all` only.

    >>> written(positive_form(parse("not (A == 1 or B < 2)")))
    'A != 1 and not (B < 2)'
    """
    match expression:
        case Not(part):
            return positive_form(part, negated=not negated)
        case And(parts) | Or(parts):
            turned = tuple(positive_form(part, negated=negated) for part in parts)
            return And(turned) if isinstance(expression, And) is not negated else Or(turned)
        case Compare(left, "==" | "!=" as sign, right) if negated:
            return Compare(left, "!=" if sign == "==" else "==", right)
        case Among(left, values, opposite) if negated:
            return Among(left, values, not opposite)
        case Is(field, state, opposite) if negated:
            return Is(field, state, not opposite)
        case _:
            return Not(expression) if negated else expression
