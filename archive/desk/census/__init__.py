"""The formats that are kept, counted for keepers."""
