"""Spreadsheets: items described in Excel or CSV, in and out, with a dry run and undo."""
