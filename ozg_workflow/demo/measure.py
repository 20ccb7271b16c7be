"""How much time and memory the demo took, and Prefect's share of it."""

import ctypes
import sys
import time
from dataclasses import dataclass, field


def peak_megabytes(*, children: bool = False) -> float | None:
    """Return the peak resident memory of this process, or of its largest finished child; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def give_back_memory() -> None:
    """Give back to the system what the allocator keeps of earlier days (glibc only): the years of a rollout fly past in one process."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


@dataclass(slots=True, kw_only=True)
class Meter:
    """Collects the figures of one demo; seconds and megabytes."""

    started: float = field(default_factory=time.perf_counter)
    server_start: float = 0.0
    import_megabytes: float | None = None
    in_flows: float = 0.0
    in_tasks: float | None = None
    total: float = 0.0
    own_megabytes: float | None = None
    server_megabytes: float | None = None

    @property
    def prefect_seconds(self) -> float | None:
        """Start of the server plus what the flows took beyond the use cases in their tasks."""
        return None if self.in_tasks is None else self.server_start + max(0.0, self.in_flows - self.in_tasks)

    @property
    def prefect_megabytes(self) -> float | None:
        """The server's process plus what importing Prefect added to this one."""
        if self.server_megabytes is None or self.import_megabytes is None:
            return None
        return self.server_megabytes + self.import_megabytes

    def stop(self) -> None:
        """Take the final figures; the server has ended by now."""
        self.total = time.perf_counter() - self.started
        self.own_megabytes = peak_megabytes()
        self.server_megabytes = peak_megabytes(children=True)
