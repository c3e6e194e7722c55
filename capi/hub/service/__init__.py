"""The hub's face to the network: one small file for each part of it. The web framework is known only here."""
