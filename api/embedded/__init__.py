"""The embedded PostgreSQL: its binaries come from a wheel, its data is in the user's data folder."""

from api.embedded.cluster import Cluster, owner_access, start
from api.embedded.problems import AlreadyRunning, ClusterProblem

__all__ = ["AlreadyRunning", "Cluster", "ClusterProblem", "owner_access", "start"]
