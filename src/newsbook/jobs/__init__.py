"""From units of work to results through other processes, on this machine or on a cluster."""

from __future__ import annotations

from newsbook.jobs.cluster import Cluster
from newsbook.jobs.processes import Processes, available_cores, wake

__all__ = ["Cluster", "Processes", "available_cores", "wake"]
