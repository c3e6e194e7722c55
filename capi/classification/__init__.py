"""Classifications an office has loaded: occupations, industries and the NS-SEC table, each from the file that is published."""
