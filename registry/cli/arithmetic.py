"""How many threads NumPy's matrix products use: one, set before NumPy loads, in every process of the command line.

Matching one photo is a product of a few rows: waking more threads costs more than it brings, and takes the cores from
the analysis (docs/measurements.md, "Matching one photo against ten thousand people"). Who sets the variable is obeyed.
"""

import os

THREADS = os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
