"""What the flows run on: steps as tasks, forms, the desk, the server.

Here belongs what knows Prefect and no single flow. Not here: the flows, nor anything that decides about a rollout.
"""
