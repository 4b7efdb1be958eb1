"""What Schemathesis is told beyond the document: how JSON lines are written, that events happen now, and what cents are.

Its own tests of a rule stay as they are: only requests that are to be accepted are changed.
"""

import json
import time
from datetime import datetime, timezone

import schemathesis


@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def json_lines(_context, value):
    """An array is one item a line; what is no array (a test of what is refused) is one line."""
    items = value if isinstance(value, list) else [value]
    return "".join(json.dumps(item) + "\n" for item in items).encode()


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """A valid event is made one that is taken, where JSON Schema has no words for what is: one of the future is refused,
    and so is a part of a cent (multipleOf goes wrong with binary fractions)."""
    generation = getattr(case.meta, "generation", None)
    if generation is None or not generation.mode.is_positive:
        return
    items = case.body if isinstance(case.body, list) else [case.body]
    for item in items:
        if not isinstance(item, dict):
            continue
        for name, value in item.items():
            item[name] = recent(value) if name == "timestamp" else in_cents(value)


def recent(value):
    """A time within the last hour, in the form of the one that was made."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return value
    if isinstance(value, str):
        return datetime.now(timezone.utc).isoformat()
    return int(time.time()) - int(abs(value)) % 3600


def in_cents(value):
    """A number with two digits behind the point, and few enough before it that a JSON number keeps all."""
    return round(value % 1e9, 2) if isinstance(value, float) else value
