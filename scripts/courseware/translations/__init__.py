"""Whether each language still says what the Swedish source says."""
