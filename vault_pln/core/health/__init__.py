"""What is wrong in the vault, and the line that would mend it."""
