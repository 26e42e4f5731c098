"""The schema's history; the only way in which a table comes to be or changes (see docs/delivery.md)."""
