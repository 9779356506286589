"""Records of an older version of the record language to the one that is read here."""

from perfsite.migrations.migrate import Doubt, Migrated, Migration, migrate
from perfsite.migrations.steps import MIGRATIONS

__all__ = ["MIGRATIONS", "Doubt", "Migrated", "Migration", "migrate"]
