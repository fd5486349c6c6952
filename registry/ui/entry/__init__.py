"""The script Streamlit runs, alone in its folder: a `pages` folder beside it would be taken for a menu."""
