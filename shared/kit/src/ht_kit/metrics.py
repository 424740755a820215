"""What the edges measure. Labels are few and never hold an id.

What travels is measured where it travels: relay, projectors, reactors and due work.
"""

from prometheus_client import Gauge, Histogram

HTTP_SECONDS = Histogram(
    "ht_http_request_duration_seconds",
    "From the first byte of a request to the last of its answer.",
    ["method", "route", "status_class"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
BUILD = Gauge("ht_build_info", "Which service and version runs.", ["service", "version"])
READY = Gauge("ht_ready", "Whether a check of readiness passes.", ["check"])
