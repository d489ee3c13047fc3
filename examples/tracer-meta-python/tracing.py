"""A tracer that writes `__tracer_meta__` JSON lines to stdout; the standard library is all that it needs.

A span is a line `<name>.start` with `provisional: true`, the events that the program logs inside the span, and a line
`<name>.end`. Keys of the program stand at the top level, everything of the tracer below `__tracer_meta__`.
"""

import json
import os
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any, NamedTuple


class Position(NamedTuple):
    """Where the program is: in which trace, in which span, and below which span that one stands."""

    trace_id: str
    span_id: str
    parent_span_id: str | None


# A context variable, not a global: threads that run in a copy of the context see the span that started them.
_position: ContextVar[Position | None] = ContextVar("position", default=None)
_output_lock = threading.Lock()


@contextmanager
def span(name: str) -> Iterator[None]:
    """Opens a span for the body of a `with` statement, or for each call of the function that it decorates."""
    outer = _position.get()
    trace_id = outer.trace_id if outer else secrets.token_hex(16)
    token = _position.set(Position(trace_id, secrets.token_hex(8), outer.span_id if outer else None))
    _write(f"{name}.start", {}, provisional=True)
    failure: dict[str, Any] = {}
    try:
        yield
    except Exception as error:
        failure = {"error": str(error), "exception": _describe(error)}
        raise
    finally:
        # An end without a failure says nothing about the outcome; one with it makes the span an ERROR.
        _write(f"{name}.end", failure)
        _position.reset(token)


def event(name: str, **keys: Any) -> None:
    """Logs one event with its own keys in the current span; without a current span it writes nothing."""
    if _position.get() is not None:
        _write(name, keys)


def _write(name: str, keys: dict[str, Any], provisional: bool = False) -> None:
    position = _position.get()
    assert position is not None
    frame = sys._getframe(2)  # the caller of event(), or the code of contextlib around span()
    meta: dict[str, Any] = {
        "timestamp": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "event": name,
        "trace_id": position.trace_id,
        "span_id": position.span_id,
    }
    if position.parent_span_id is not None:
        meta["parent_span_id"] = position.parent_span_id
    meta["file"] = os.path.basename(frame.f_code.co_filename)
    meta["line"] = frame.f_lineno
    if frame.f_code.co_name != "<module>":
        meta["function"] = frame.f_code.co_name
    if provisional:
        meta["provisional"] = True
    _print_line(json.dumps({**keys, "__tracer_meta__": meta}))


def _print_line(line: str) -> None:
    with _output_lock:
        try:
            # At once and whole: a reader that follows the output shows the span while it still runs.
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has gone. The orders matter more than their trace, so the program goes on in silence.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _describe(error: BaseException) -> list[dict[str, Any]]:
    """The error first, then what caused it; the values of local variables stay out, they may be private."""
    described: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(described) < 10:
        described.append(
            {
                "exc_type": type(current).__name__,
                "exc_value": str(current),
                "syntax_error": None,
                "is_cause": len(described) > 0,
                "frames": [
                    {"filename": os.path.basename(frame.filename), "lineno": frame.lineno, "name": frame.name}
                    for frame in traceback.extract_tb(current.__traceback__)
                ],
            }
        )
        current = current.__cause__
    return described
