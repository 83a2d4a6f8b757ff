"""All plans of a data root."""
