"""The pages: each a short story that asks a view what to show and a service what to do."""
