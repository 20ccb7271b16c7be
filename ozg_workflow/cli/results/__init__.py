"""The commands about results: what is decided and what becomes of it."""
