"""The case file: everything an interviewer's laptop keeps, encrypted, in one SQLite file."""
