"""The lease: only one process at a time works on a database."""

from storage.lease.lease import Lease, Taken, file_of, held

__all__ = ["Lease", "Taken", "file_of", "held"]
