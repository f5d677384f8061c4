"""What somebody tries who has stolen the whole database, and knows everybody's ids and this program, but no key."""
