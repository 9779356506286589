"""What holds for all tests."""

from __future__ import annotations

import signal

from hypothesis import settings

# How long an example takes says nothing: a machine may be busy.
settings.register_profile("perfsite", deadline=None)
settings.load_profile("perfsite")

# What a shell starts in the background begins with Ctrl-C switched off, and hands that on to the programs under test,
# some of which are to end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
