"""From a fork server that begins to one whose collector is off while it imports for its workers.

What it imports is no garbage; in workers the collector is off too.
"""

from __future__ import annotations

import gc

gc.disable()
