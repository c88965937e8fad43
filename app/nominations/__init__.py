"""Dossiers, the people named in them, attachments, submission, endorsement, screening."""
