"""What is measured, and how: every figure as a ratio to a ceiling taken in the same run. `make bench` prints the table."""
