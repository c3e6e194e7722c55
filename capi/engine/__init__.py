"""The interview: what is asked, in what order, with which words, given the answers so far."""
