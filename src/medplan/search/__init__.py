"""Full-text search of provisions: plans in, a static index out that a browser reads piece by piece."""
