"""Cases as tables: one rectangular table for each level of an instrument, what its columns mean, and what may leave."""
