"""What leaves: datasets, their codebooks, and the manifest that says what is in a delivery and what is not."""
