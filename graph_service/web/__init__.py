"""The pages: templates, what they show in which words, and their style sheet and script."""
