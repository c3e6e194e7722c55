"""The hub: the central service that gives out cases and takes in what was done with them."""
