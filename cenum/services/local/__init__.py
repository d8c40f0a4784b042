"""The embedded mailing service: it behaves like a real one, and delivers on this machine."""

from cenum.services.local.service import LocalService

__all__ = ["LocalService"]
