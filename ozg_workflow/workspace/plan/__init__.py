"""What the YAML files of a plan say, and what is wrong with it."""
