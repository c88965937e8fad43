"""Makers of real objects for tests."""
