"""The record of processing with its deletion concept, as Markdown and as PDF."""
