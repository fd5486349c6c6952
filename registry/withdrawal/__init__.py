"""Taking consent back from the receipt, and what then becomes of the photos in which that person is singled out."""
