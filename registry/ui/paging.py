"""The line below a long list that leads to its other pages."""

import streamlit as st

from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.views.pages import page_count, page_number
from registry.ui.visit import Visit


def turn_pages(visit: Visit, address: str, total: int) -> None:
    """Show links to the previous and next page of `total` items at `address`; nothing when all fit on one."""
    pages, here = page_count(total), page_number(word_in_address("blad"))
    if pages == 1:
        return
    joint = "&" if "?" in address else "?"
    before = f"{address}{joint}blad={here}" if here > 0 else ""
    after = f"{address}{joint}blad={here + 2}" if here + 1 < pages else ""
    where = visit.say("Page {number} of {total}", number=here + 1, total=pages)
    st.html(markup.pager(before, visit.say("Previous"), where, after, visit.say("Next")))
