"""What the office sees and decides: cases, samples, assignment, quarantine, progress, laptops."""
