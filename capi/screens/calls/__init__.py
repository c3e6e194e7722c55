"""The interviewer's day: calls, appointments, outcomes, what to do next."""
