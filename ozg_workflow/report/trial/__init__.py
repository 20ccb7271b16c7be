"""Weights on trial: what would change, as text, as Markdown and as JSON. Nothing of it is stored."""
