"""Showing a plot: its title, the drawing, and the same figures as a table."""

import pandas as pd  # noqa: F401 - or Altair finds it half imported, by the page of another visitor
import streamlit as st

from registry.ui import look, markup
from registry.ui.views.plots import Plot, drawn
from registry.ui.visit import Visit


def show_plot(visit: Visit, plot: Plot) -> None:
    """Show a plot; nothing but its title and a sentence where there is nothing to draw."""
    st.subheader(plot.title)
    if not plot.rows:
        st.write(visit.say("There is nothing to show yet."))
        return
    # Tests hold every drawing against Vega-Lite's schema; to do so again in each visit is time a reader waits.
    st.vega_lite_chart(drawn(plot, look.text_colour(st.context.theme.type)), width="stretch")
    with st.expander(visit.say("The same in figures"), icon=":material/table:"):
        st.html(markup.table(plot.title, plot.heads, plot.rows))
