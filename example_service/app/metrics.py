"""What is counted, for Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("clinic_requests", "Requests answered.", ["method", "route", "status"])
LATENCY = Histogram("clinic_request_seconds", "How long answers take to begin.", ["method", "route"])
IN_FLIGHT = Gauge("clinic_requests_in_flight", "Requests being answered.")
EVENTS = Counter("clinic_events", "What happened in the clinic, by the name of the event.", ["event"])
MESSAGES = Counter("clinic_messages", "Messages that workers took in hand.", ["worker"])
DATABASE_UP = Gauge("clinic_database_up", "Whether the database answered the last heartbeat.")
