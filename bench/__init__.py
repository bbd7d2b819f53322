"""What is measured, and how: every figure as a ratio to a ceiling of the same run. `make bench` prints the table."""
