"""The certificate as a document: what it says, where each line stands, the finished PDF."""
