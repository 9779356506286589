"""Which reader a word of the site's policy means."""

from __future__ import annotations

from perfsite.records.fields import SENSITIVITIES
from perfsite.records.site import AudienceRule


def reads(reader: str, audience: AudienceRule) -> bool:
    """Whether what is meant for a reader, as a policy names one, is for an audience; what is for nobody is for none."""
    return reader in SENSITIVITIES and SENSITIVITIES.index(reader) <= SENSITIVITIES.index(audience.sees)
