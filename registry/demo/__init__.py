"""The demo: pictures made from what installed packages ship, and the story told with them."""
