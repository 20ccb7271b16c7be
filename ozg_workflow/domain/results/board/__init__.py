"""The decision of the executive board: what speaks against presenting yet, the verdict per service, the sheet it comes back in.

Here: pure rules about draft, verdicts and sheet. Not here: papers and slides (`report`), what is stored (`usecases/results`).
"""
