"""From a manifest to finished files: the stages in their order, and a report of what happened."""

from __future__ import annotations

from newsbook.build.desk import Book, Order
from newsbook.build.editing import edit
from newsbook.build.pipeline import build, prepare

__all__ = ["Book", "Order", "build", "edit", "prepare"]
