"""The sheets of the spreadsheet report, one subject per file; all texts and numbers come from the presentation."""
