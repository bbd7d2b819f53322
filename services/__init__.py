"""The four services, one package each. They never import each other: events are their only contact."""
