"""The questionnaire as written: its objects, its expressions, its reader and its faults."""
