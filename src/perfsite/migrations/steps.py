"""Each step from one version of the record language to the next, the oldest first. So far there has been one version."""

from __future__ import annotations

from perfsite.migrations.migrate import Migration

MIGRATIONS: tuple[Migration, ...] = ()
