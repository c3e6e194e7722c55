"""What the hub holds: journals as they came in, the receipts for them, and what it would not apply."""
