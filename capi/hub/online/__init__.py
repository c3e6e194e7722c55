"""Respondents who answer online: their access codes, their visits, and what they write into the journal."""
