"""What people, events, communities, collections and places have in common at the desk."""
