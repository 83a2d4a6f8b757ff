"""What a build knows, and how templates are filled."""
