"""Jinja's environment, with shorter ways through what a page does a hundred times: to put out a text, to call a macro."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from types import MethodType
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

_find_special = re.compile("[&<>\"']").search


def put(value: object) -> str:
    """What stands in the HTML for a value. The same characters as `escape` gives, most of the time without its work."""
    kind = type(value)
    if kind is Markup or (kind is str and _find_special(value) is None):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


class _Context(Context):
    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        # Neither kind asks for the context, which the long way finds out anew for each call.
        if type(obj) is Macro or type(obj) is MethodType:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return obj(*args, **kwargs)
        return super().call(obj, *args, **kwargs)


class _CodeGenerator(CodeGenerator):
    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.put(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Shortened(Environment):
    put = staticmethod(put)
    context_class = _Context
    code_generator_class = _CodeGenerator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # A template that adds no names of its own has those of the environment: a plain mapping, gone through for each
        # page and each import.
        return super().make_globals(d) if d else self.globals


class TrustedEnvironment(_Shortened):
    """For themes that come with what is installed."""


class SandboxedEnvironment(_Shortened, ImmutableSandboxedEnvironment):
    """For a site's own theme, which arrives in pull requests: its templates must not reach into Python."""


__all__ = ["SandboxedEnvironment", "TrustedEnvironment", "put"]
