"""Rendered pages → a published folder: the whole new site, or the old one untouched.

`write_site` is the only way in. A site is written to a staging folder beside the target, flushed, and swapped in with
its manifest; a build that is killed, runs out of space or meets another build leaves the published folder as it was.
"""

from __future__ import annotations

from perfsite.output.addresses import UnsafeAddressError
from perfsite.output.errors import OutputError, Reason
from perfsite.output.manifest import (
    MANIFEST_NAME,
    Difference,
    Manifest,
    ManifestHeader,
    read_manifest,
    verify_site,
)
from perfsite.output.swap import recover_site
from perfsite.output.write import Known, refuse_within, write_site

__all__ = [
    "MANIFEST_NAME",
    "Difference",
    "Known",
    "Manifest",
    "ManifestHeader",
    "OutputError",
    "Reason",
    "UnsafeAddressError",
    "read_manifest",
    "recover_site",
    "refuse_within",
    "verify_site",
    "write_site",
]
