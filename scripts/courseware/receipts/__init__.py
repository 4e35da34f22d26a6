"""Statements, participant codes and receipt files: the one format in which learning is claimed."""
