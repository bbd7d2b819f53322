"""What the services share: plumbing (common), the events (contracts), the copy of units and appointments (access)."""
