"""The command line, one small file per command. Results go to stdout, everything else to stderr."""
