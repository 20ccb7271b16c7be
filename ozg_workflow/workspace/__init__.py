"""The workspace: settings and the configuration of rollouts; every mistake is named with file and line."""
