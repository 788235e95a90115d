"""Spreadsheets as the tool writes them: looks, safe texts, and nothing of what they report."""
