import os
from pathlib import Path


def configuration(socket: Path, connections: int, sync: bool) -> dict[str, str]:
    """The server's settings, tuned to load a release once and read it often, without replication."""
    durable = {} if sync else {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "max_connections": str(connections),
        "shared_buffers": f"{shared_megabytes()}MB",
        "maintenance_work_mem": "256MB",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "30min",
        "jit": "off",
        "log_startup_progress_interval": "5s",
        "log_timezone": "UTC",
        "timezone": "UTC",
        "lc_messages": "C",
        **durable,
    }


def shared_megabytes() -> int:
    """Return a quarter of the machine's memory in MB, between 16 and 4096."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(16, min(4096, memory // 4 // 1_048_576))
