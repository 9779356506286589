"""What could keep a machine, a checkout or a site from being built rightly: looked at before it does, with what to change."""

from perfsite.doctor.examine import examine_all
from perfsite.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine_all"]
