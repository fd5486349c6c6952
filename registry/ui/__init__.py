"""The pages: Streamlit, and nothing but pages.

`server` makes the ASGI app, `entry` holds what Streamlit runs for each visit, `navigation` is the table from role to
pages, `pages` are the stories, `views` say what a page shows (no Streamlit there).
"""
