"""The next year: a repeated survey renews ranking, decision and measures; what was before stays readable."""
