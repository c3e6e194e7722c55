"""The case and its calls: what is known of one sampled unit, and the record of all that happened to it."""
