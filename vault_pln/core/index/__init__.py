"""All notes together: names, links as resolved, backlinks."""
