"""What a page shows, worked out without Streamlit."""
