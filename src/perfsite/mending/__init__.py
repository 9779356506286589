"""Problems with certain mended text to mended files: the text changes where it is mended and nowhere else.

`mend` works in memory and says what it would change; `write_mended` puts that in place of the files; `diff_of` shows it.
"""

from __future__ import annotations

from perfsite.mending.diff import diff_of
from perfsite.mending.mend import Mended, Mending, NotMended, is_mendable, mend
from perfsite.mending.write import is_own, write_mended

__all__ = ["Mended", "Mending", "NotMended", "diff_of", "is_mendable", "is_own", "mend", "write_mended"]
