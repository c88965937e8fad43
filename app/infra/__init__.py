"""Plain things bound to libraries; nothing here knows what an award is."""
