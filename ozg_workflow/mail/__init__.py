"""Mail as bytes, in four rooms that do not know each other: `write`, `send`, `fetch`, `read`.

Beside them stands what more than one of them needs: addresses and server URLs. No database, no rollout, no decision.
"""
