"""Real servers started from wheels: PostgreSQL, NATS and the Caddy gateway, each on free loopback ports."""
