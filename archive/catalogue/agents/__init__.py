"""Agents: the pages of people and groups."""
