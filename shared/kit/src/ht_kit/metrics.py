"""What is measured, under which names. Labels are few and never hold an id."""

from prometheus_client import Counter, Gauge, Histogram

HTTP_SECONDS = Histogram(
    "ht_http_request_duration_seconds",
    "From the first byte of a request to the last of its answer.",
    ["method", "route", "status_class"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
EVENTS_PUBLISHED = Counter(
    "ht_events_published_total", "Events that the relay has published.", ["type"]
)
EVENTS_CONSUMED = Counter(
    "ht_events_consumed_total",
    "Events that a consumer has dealt with.",
    ["consumer", "type", "result"],
)
EVENT_SECONDS = Histogram(
    "ht_event_processing_duration_seconds", "Dealing with one event or batch.", ["consumer"]
)
OUTBOX_PENDING = Gauge("ht_outbox_pending", "Events stored and not yet published.")
OUTBOX_AGE = Gauge("ht_outbox_oldest_age_seconds", "Age of the oldest event not yet published.")
PROJECTION_LAG = Gauge(
    "ht_projection_lag_events", "Events that a projection has still to read.", ["projection"]
)
PROJECTION_AGE = Gauge(
    "ht_projection_last_event_age_seconds",
    "Age of the newest event that a projection has read.",
    ["projection"],
)
POSITION = Gauge("ht_consumer_position", "The last position that was taken in.", ["consumer"])
FAILURES = Counter("ht_consumer_failures_total", "Attempts that failed.", ["consumer"])
FAILING = Gauge(
    "ht_consumer_failing_position", "The position that fails each time, or 0.", ["consumer"]
)
BUILD = Gauge("ht_build_info", "Which service and version runs.", ["service", "version"])
READY = Gauge("ht_ready", "Whether a check of readiness passes.", ["check"])
