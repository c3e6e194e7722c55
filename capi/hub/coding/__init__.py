"""Coding at the hub: what was said of jobs and firms gets its codes, from coders or without a person."""
