"""Numbers of the register, codes of verification, and the words of a certificate."""
