"""Home, desks, navigation, identity, error pages and security headers: what binds all pages."""
