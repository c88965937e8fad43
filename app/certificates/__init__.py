"""Layouts, numbering, issue, revocation and verification of certificates."""
