"""The sample: whom a survey is about, as the office has it in a table, read and checked row by row."""
