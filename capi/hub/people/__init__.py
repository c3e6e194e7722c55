"""Who comes to the hub: accounts, enrolment, and the tokens people and their laptops come with."""
