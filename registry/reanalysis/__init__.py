"""Looking at the whole archive again with another engine: beside the old analyses, shown, then applied or dropped."""
