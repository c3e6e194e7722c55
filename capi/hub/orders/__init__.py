"""What laptops are told and given: cases with their leases, instruments, and what they give up again."""
