"""Laptop and hub: what they say to each other, and the round in which they say it. PROTOCOL.md says it in words."""
