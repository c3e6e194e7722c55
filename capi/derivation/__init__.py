"""Derived variables: made after the interview from answers, as table expressions that any engine can run."""
