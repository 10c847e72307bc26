"""What comes from and goes to other programs: address books, tables, calendars, lists of feeds, graphs."""
