"""Cases as tables: one rectangular table of the cases of an instrument, what its columns mean, and what may leave."""
