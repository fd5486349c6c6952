"""Photo consent and portrait-rights registry for a municipality."""
