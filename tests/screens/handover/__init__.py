"""Handing the laptop over."""
