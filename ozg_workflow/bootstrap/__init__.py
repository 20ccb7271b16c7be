"""The one place that builds things from settings: database, templates, transport, inbox, the context of a step.

Here belongs which way is taken. Not here: what is done on it (`usecases`), nor what a setting may be (`workspace.settings`).
"""

from ozg_workflow.bootstrap.app import App, clock_on, open_app
from ozg_workflow.bootstrap.ways import open_inbox, open_transport

__all__ = ["App", "clock_on", "open_app", "open_inbox", "open_transport"]
