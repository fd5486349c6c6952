"""Posts: photos with words, channels and a moment; press releases, the college's balance, the register of channels."""
