"""The public face: what the user marked for it, and nothing else."""
