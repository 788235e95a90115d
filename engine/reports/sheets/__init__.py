"""The sheets of the spreadsheet report, one subject per file."""
