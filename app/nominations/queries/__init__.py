"""Reading dossiers; every list is filtered here by what the actor may see."""
