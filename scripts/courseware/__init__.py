"""The platform's one package: content to site, and evidence to reports."""
