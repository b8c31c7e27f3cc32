"""Where the rooms meet: forms with their cards, submitting from code, and the tables of what there is."""
