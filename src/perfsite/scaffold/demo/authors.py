"""Who writes the history of the sample company, by the short names that the episodes use."""

from __future__ import annotations

# The first three are records of the company too; the others keep the records and are none themselves.
AUTHORS = {
    "luo": "罗婉清 <luo.wanqing@example.internal>",
    "shao": "邵一鸣 <shao.yiming@example.internal>",
    "fang": "方静怡 <fang.jingyi@example.internal>",
    "xu": "许若彤 <xu.ruotong@example.internal>",
    "song": "宋知行 <song.zhixing@example.internal>",
    "tan": "Emily Tan <emily.tan@example.internal>",
}
