"""Documents for people: the questionnaire with its routes, as HTML and PDF, and the showcards."""
