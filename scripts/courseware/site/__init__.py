"""From the content model to a published site; the only room that knows MkDocs."""
