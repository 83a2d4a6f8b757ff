"""What is served, without the site engine."""
