"""The only way out: notices wait in the outbox, and the dispatcher sees to it that each arrives once."""
