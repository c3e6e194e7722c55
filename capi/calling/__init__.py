"""When to call whom: agreed times, and the order in which cases are called."""
