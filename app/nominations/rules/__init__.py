"""What a dossier must hold before it may be submitted: answers, people, documents."""
