"""What the data protection officer and the supervisor may ask for: terms met, open tasks, the record of processing."""
