"""The channels against servers that nobody in this project wrote."""
