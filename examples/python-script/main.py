"""Counts for ever. It handles no signal, as most scripts do."""

import itertools
import time

for number in itertools.count(1):
    print(f"Hello from Python, for the {number}. time")
    time.sleep(1)
