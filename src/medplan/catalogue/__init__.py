"""What plans share: jurisdictions, agencies, themes, indicators, units, and their names."""
