"""The network of people: contacts, rhythm, who is due."""
