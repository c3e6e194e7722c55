"""Statistics at the hub: its cases as a dataset, the variables derived from them, and the tables and exports made of both."""
