"""What people read about a rollout: status tables and charts, workbooks, papers."""
