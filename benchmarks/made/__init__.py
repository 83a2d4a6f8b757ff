"""Documents made by chance whose truth is known: a seed in, documents of many forms and what is right out."""
