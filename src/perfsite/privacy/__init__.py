"""What an audience may see: records cut down to it before any page is planned."""

from perfsite.privacy.audiences import reads
from perfsite.privacy.history import project_history
from perfsite.privacy.names import Names, PersonName, mask
from perfsite.privacy.projection import Projection, audience_named, project

__all__ = ["Names", "PersonName", "Projection", "audience_named", "mask", "project", "project_history", "reads"]
