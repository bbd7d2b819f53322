"""Members: the workbook, the tree, people, appointments, signing in."""
