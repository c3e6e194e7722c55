"""The demonstration: invented people, interviewed through the real window without a person."""
