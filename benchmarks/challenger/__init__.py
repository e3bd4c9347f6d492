"""The challenger beside plain one-hot logistic regression, on public sets."""
