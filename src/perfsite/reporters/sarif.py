"""Problems as SARIF 2.1.0, which code scanning and editors read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from perfsite import __version__
from perfsite.diagnostics import CODES, Code, Diagnostic, Fix
from perfsite.diagnostics.page import page_of
from perfsite.reporters.fingerprints import fingerprints
from perfsite.reporters.words import advice, message
from perfsite.span import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
# The name under which a later way to make them would stand beside this one.
FINGERPRINT = "perfsite/v1"
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_Data = dict[str, Any]


def report_sarif(problems: Sequence[Diagnostic], sources: Mapping[str, bytes], lang: str, *, color: bool) -> str:  # noqa: ARG001
    """One run. Results are in `lang`; the rules that they broke are there in both languages."""
    broken = [code for code in CODES.values() if code.id in {problem.code for problem in problems}]
    index = {code.id: number for number, code in enumerate(broken)}
    names = fingerprints(problems, sources)
    driver = {
        "name": "perfsite",
        "version": __version__,
        "semanticVersion": __version__,
        "language": _LANGUAGES[lang],
        "rules": [_rule(code, lang) for code in broken],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[lang],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
        "results": [_result(p, index[p.code], name, lang) for p, name in zip(problems, names, strict=True)],
        "translations": [_translation(broken, other) for other in _LANGUAGES if other != lang],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: Code, lang: str) -> _Data:
    return {
        **_described(code, lang),
        "name": code.slug,
        "helpUri": f"urn:perfsite:explain:{code.id}",
        "defaultConfiguration": {"level": code.severity.value},
    }


def _described(code: Code, lang: str) -> _Data:
    page = page_of(code.id, lang)
    return {
        "id": code.id,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.text},
        "help": {"text": page.text, "markdown": page.text},
    }


def _translation(codes: Sequence[Code], lang: str) -> _Data:
    return {
        "name": "perfsite",
        "language": _LANGUAGES[lang],
        "contents": ["localizedData"],
        "translationMetadata": {"name": f"perfsite {_LANGUAGES[lang]}"},
        "rules": [_described(code, lang) for code in codes],
    }


def _result(problem: Diagnostic, rule: int, fingerprint: str, lang: str) -> _Data:
    what, how = message(problem, lang), advice(problem, lang)
    result: _Data = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity.value,
        "message": {"text": f"{what}\n{how}" if how else what},
        "locations": [_location(problem.span)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if problem.related:
        result["relatedLocations"] = [
            {"id": number, **_location(related.span), "message": {"text": related.label(lang)}}
            for number, related in enumerate(problem.related, 1)
        ]
    if problem.fix is not None:
        result["fixes"] = [_fix(problem.fix, how or what)]
    if problem.record:
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": problem.record}]
    return result


def _fix(fix: Fix, words: str) -> _Data:
    change = {
        "artifactLocation": _artifact(fix.span.file),
        "replacements": [
            {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
        ],
    }
    return {"description": {"text": words}, "artifactChanges": [change]}


def _location(span: Span) -> _Data:
    return {"physicalLocation": {"artifactLocation": _artifact(span.file), "region": _region(span)}}


def _artifact(file: str) -> _Data:
    return {"uri": quote(file), "uriBaseId": "SRCROOT"}


def _region(span: Span) -> _Data:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
