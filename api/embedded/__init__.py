"""PostgreSQL from a wheel: its binaries, started, watched and stopped by us, in a folder of the user's."""

from api.embedded.cluster import Cluster, borrowed, start
from api.embedded.problems import AlreadyRunning, ClusterProblem

__all__ = ["AlreadyRunning", "Cluster", "ClusterProblem", "borrowed", "start"]
