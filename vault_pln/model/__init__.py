"""What things are: frozen values without logic, importable everywhere."""
