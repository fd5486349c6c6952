"""The workflow engine's log, made fit for this house: no hints to outside consoles, no error texts with data."""

import logging
import traceback


class OnlyWhereItFailed(logging.Filter):
    """Keeps of an error its type and the lines of code, and drops its text, which may quote data."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record passes."""
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            record.exc_text = "".join([*traceback.format_tb(trace), kind.__name__])
            record.exc_info = None
        return True


def hush() -> None:
    """Make the engine log warnings and errors only, without data. Call it before the engine is made."""
    log = logging.getLogger("dbos")
    log.setLevel(logging.WARNING)
    if not log.handlers:
        log.addHandler(logging.NullHandler())  # otherwise the engine adds a console of its own; ours is the root's
    if not any(isinstance(one, OnlyWhereItFailed) for one in log.filters):
        log.addFilter(OnlyWhereItFailed())
