"""Who agreed to what, until when, and can show it: persons, consents as events, templates of those who opted in."""
