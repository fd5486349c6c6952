"""What a visitor sees when a page breaks: a plain sentence; the details go to the log only."""

import logging
import traceback

import streamlit as st

from registry.api.signing_in import locale_of
from registry.errors import RegistryError
from registry.locale import N_, translator
from registry.ui import container

LOG = logging.getLogger(__name__)
BROKEN = N_("Something went wrong on our side. Try again in a minute, or call us. Your photos are safe.")


def tell(mishap: Exception) -> bool:
    """Say sorry in the visitor's language; True keeps Streamlit from showing its own (English) report."""
    tr = translator(locale_of(st.context.cookies.to_dict(), container.current().settings.language))
    words = mishap.for_people(tr) if isinstance(mishap, RegistryError) else tr(BROKEN)
    # Where it broke, line by line, never what an error says: that may hold a name.
    where = "".join(traceback.format_tb(mishap.__traceback__))
    LOG.warning("page broke: %s\n%s", type(mishap).__name__, where)
    st.error(words, icon=":material/error:")
    return True
