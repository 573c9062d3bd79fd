"""What Telegram and Slack have in common: a message is kept before it is acknowledged, answered once, and the answer
is kept until the service has taken it."""
