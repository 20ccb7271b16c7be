"""The database: models by noun, queries, migrations."""
