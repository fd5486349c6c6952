"""A second process with a gallery of its own: each line on standard input makes it look; it answers with a line.

Arguments: database address, vault address, key folder.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from consent.parts import CHARTER, ColourEngine, encoding

from registry.consent.gallery import Gallery
from registry.database import Database
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

database_url, vault_url, keys_home = sys.argv[1:]
gallery = Gallery(database=Database(database_url), vault=Vault(vault_url, KeyRing(Path(keys_home))), charter=CHARTER)
for line in sys.stdin:
    colour = tuple(int(part) for part in line.split())
    snapshot = gallery.snapshot(on=date(2026, 6, 1), engine=ColourEngine.name)
    best = (
        max(ColourEngine().compare(encoding(colour), snapshot.vectors).tolist(), default=-1) if snapshot.people else -1
    )
    sys.stdout.write(f"{len(snapshot.people)} {best:.3f}\n")
    sys.stdout.flush()
