"""Block Kit's rules as a JSON Schema, with Slack's limits."""
