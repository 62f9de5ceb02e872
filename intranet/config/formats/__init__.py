"""How each language writes numbers and dates, where Django does not write them as we do."""
