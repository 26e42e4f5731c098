"""The verbs: what people do to requests. Each authorises, changes rows, and records one audit event."""
