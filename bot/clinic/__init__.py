"""What one clinic sets: its name, hours and numbers."""
