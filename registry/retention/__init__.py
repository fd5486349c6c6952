"""How long photos are kept: what has run out is proposed, and erased when somebody confirms."""
