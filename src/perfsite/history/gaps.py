"""Why a history is not whole, and the setting that mends it where perfsite runs, in people's words."""

from __future__ import annotations

from collections.abc import Mapping

from perfsite.diagnostics import Phrase
from perfsite.history.git import Gap, HistoryError

_SENTENCES = {
    Gap.SHALLOW: Phrase(
        "这里只有最近的提交，变更历史不完整", "only the latest commits are here, so the history of changes is incomplete"
    ),
    Gap.PARTIAL: Phrase(
        "这是部分克隆，缺少旧版本的文件，变更历史不完整",
        "this is a partial clone without the files of old versions, so the history of changes is incomplete",
    ),
    Gap.GRAFTED: Phrase(
        "仓库用 `info/grafts` 截断过历史，变更历史不完整",
        "the history was cut with `info/grafts`, so the history of changes is incomplete",
    ),
    Gap.REPLACED: Phrase(
        "仓库用 `git replace` 替换过提交，缺少原来的对象，变更历史不完整",
        "objects were replaced with `git replace` and the original ones are missing, so the history is incomplete",
    ),
    Gap.DAMAGED: Phrase("仓库缺少对象，或已损坏，变更历史读不全", "the repository lacks objects or is damaged: its history cannot be read"),
    Gap.NO_GIT: Phrase("这台机器上没有 git，读不了变更历史", "this machine has no git, so the history of changes cannot be read"),
    Gap.STOPPED: Phrase("git 中途停止了，变更历史没有读全", "git was stopped before it had given the whole history"),
}  # fmt: skip
_BY_HAND = {
    Gap.SHALLOW: Phrase("运行 `git fetch --unshallow`，然后再试。", "run `git fetch --unshallow`, then try again."),
    Gap.PARTIAL: Phrase(
        "重新完整克隆一份；或运行 `git fetch --refetch --no-filter`，然后再试。",
        "clone it again without `--filter`, or run `git fetch --refetch --no-filter`, then try again.",
    ),
    Gap.GRAFTED: Phrase("删掉 `.git/info/grafts`，再运行 `git fetch`。", "delete `.git/info/grafts`, then run `git fetch`."),
    Gap.REPLACED: Phrase("重新完整克隆一份，然后再试。", "clone the repository again, then try again."),
    Gap.DAMAGED: Phrase(
        "运行 `git fsck` 看看缺什么；通常重新完整克隆一份即可。",
        "`git fsck` tells what is missing; most often a new clone mends it.",
    ),
    Gap.NO_GIT: Phrase("安装 git，然后再试。", "install git, then try again."),
    Gap.STOPPED: Phrase("再运行一次；检查内存和磁盘空间。", "run again, and look at the memory and space of the machine."),
}  # fmt: skip
# By the CI, what to write so that it fetches everything.
WHOLE_HISTORY = {
    "github": Phrase("在 `actions/checkout` 下写 `with: {fetch-depth: 0}`。", "give `actions/checkout` the setting `with: {fetch-depth: 0}`."),
    "gitlab": Phrase('在 `.gitlab-ci.yml` 里写 `variables: {GIT_DEPTH: "0"}`。', 'write `variables: {GIT_DEPTH: "0"}` in `.gitlab-ci.yml`.'),
    "gitee": Phrase("在流水线里先运行 `git fetch --unshallow`，再运行 perfsite。", "let the pipeline run `git fetch --unshallow` before perfsite."),
    "jenkins": Phrase(
        "在检出代码的设置里写 `cloneOption(shallow: false, noTags: true)`，或取消勾选“浅克隆”。",
        "set `cloneOption(shallow: false, noTags: true)` for the checkout, or untick “Shallow clone”.",
    ),
}  # fmt: skip
# The variable by which each says that it is the one.
_VARIABLES = {
    "GITHUB_ACTIONS": "github",
    "GITLAB_CI": "gitlab",
    "GITEE_PIPELINE_NAME": "gitee",
    "JENKINS_URL": "jenkins",
}


def sentence_of(error: HistoryError) -> Phrase:
    """What is the matter, with what git said of it."""
    sentence = _SENTENCES[error.gap]
    if not error.detail:
        return sentence
    return Phrase(f"{sentence.zh}（git：{error.detail}）", f"{sentence.en} (git: {error.detail})")


def advice_for(gap: Gap, environ: Mapping[str, str]) -> Phrase:
    """What to do, in the words of the CI that it runs on."""
    by_hand = _BY_HAND[gap]
    if gap is not Gap.SHALLOW:
        return by_hand
    return next((WHOLE_HISTORY[ci] for name, ci in _VARIABLES.items() if environ.get(name)), by_hand)
