"""The metrics that every service gives. Labels are names from the code, never ids or subjects."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.08, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600)

published = Counter("lienthong_events_published_total", "Events published, each rendition counted.", ["event"])
handled = Counter("lienthong_events_handled_total", "Deliveries to a listener by result.", ["listener", "result"])
event_age = Histogram(
    "lienthong_event_age_seconds", "From an event's occurrence to its effect.", ["listener"], buckets=_SECONDS
)
outbox_pending = Gauge("lienthong_outbox_pending", "Outbox rows not yet published.")
outbox_oldest = Gauge("lienthong_outbox_oldest_seconds", "Age of the oldest outbox row not yet published.")
dead_letters = Gauge("lienthong_dead_letters", "Open dead letters.", ["listener"])
waiting = Gauge("lienthong_event_waiting_seconds", "Age of an event that waits for what it needs.", ["listener"])
pending = Gauge("lienthong_listener_pending", "Events that a listener has not done yet.", ["listener"])
standing = Gauge(
    "lienthong_listener_standing_seconds", "How long a listener with pending events has done none.", ["listener"]
)
http_seconds = Histogram(
    "lienthong_http_request_seconds", "HTTP requests.", ["service", "route", "status"], buckets=_SECONDS
)
timer_runs = Counter("lienthong_timer_runs_total", "Runs of a timer by result.", ["timer", "result"])
ready = Gauge(
    "lienthong_ready",
    "What /readyz would say now, and whether gauges could be read: 1 yes, 0 no.",
    ["check"],
)
