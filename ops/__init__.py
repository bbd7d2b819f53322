"""The operator's side: the servers of the embedded run, its supervisor, and the command line."""
