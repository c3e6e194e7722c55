"""The telephone queue at the hub: a line for each case of its pool, and which of them the rules would deliver next.

The pool: cases that are asked by telephone, that are nobody's, and that no laptop has.
"""
