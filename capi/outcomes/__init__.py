"""What comes of a case: the project's outcome frame, the outcome it suggests, and the rates that follow."""
