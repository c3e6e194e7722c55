"""Keeping the hub: its folder and keys, its tables over the years, backups, and how long things are kept."""
