"""Durable work: the only place that knows DBOS. Its tables hold ids, codes and times, never anything personal."""
