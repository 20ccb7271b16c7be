"""The pages: each takes a `Visit` and returns what it shows. `registry.PAGES` names them all."""
