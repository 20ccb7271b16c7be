"""The containers that workbooks come in: checked, mended and laid out for the parser, or read here; what none of them is, is told."""
