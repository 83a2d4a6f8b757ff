"""What a change to plans means: two versions in; values, wording, measures and addresses that changed out."""
