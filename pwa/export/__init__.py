"""The release on other people's hosts: as files in a folder, as objects in a bucket."""

from pwa.export.folder import LIST, Exported, export, refuse_site
from pwa.export.notes import host_notes

__all__ = ["LIST", "Exported", "export", "host_notes", "refuse_site"]
