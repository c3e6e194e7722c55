"""The standards' output tables: counted, protected, and written with their charts."""
