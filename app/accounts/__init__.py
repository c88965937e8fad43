"""Sign-in, invitations, mailed links, roles: who stands behind an action."""
