"""Who was given a photo by hand or by mail, and telling them that it must go (GDPR 19)."""
