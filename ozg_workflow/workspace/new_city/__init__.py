"""The files of a new city: those of the sample, with everything that is the sample's own replaced."""
