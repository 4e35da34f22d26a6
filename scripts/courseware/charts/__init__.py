"""Pictures drawn at build time as SVG, so that no chart library is sent to readers."""
