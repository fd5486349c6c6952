"""Publication: the gate every photo passes on its way out, and the way back when it may no longer stand."""
