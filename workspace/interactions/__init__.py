"""What people do in Slack, turned into payloads to the bot, and what its acks do to them."""
