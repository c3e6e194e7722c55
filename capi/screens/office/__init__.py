"""The office's side of the window: what supervisors and administrators see of the hub, and decide."""
