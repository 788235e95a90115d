"""Writes spreadsheets: looks and safe texts; the content comes from the callers."""
