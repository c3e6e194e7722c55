"""Microdata: the answers of every person or case in five formats, with codebooks and manifest."""
