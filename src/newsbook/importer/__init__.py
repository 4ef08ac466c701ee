"""From a folder, a feed, an export, an archive or an address to a project ready to edit.

Documents of one article are copied as they are; what holds several becomes a Markdown file for
each. `newsbook.lock` records where everything came from.
"""

from __future__ import annotations

from newsbook.importer.fetch import Fetcher
from newsbook.importer.gather import Imported, Order, import_source

__all__ = ["Fetcher", "Imported", "Order", "import_source"]
