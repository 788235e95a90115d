"""Receipts of evaluations, their history in a workspace, and why two of them differ."""
