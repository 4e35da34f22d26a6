"""Files whose bytes depend on nothing but what is in them: zip archives, workbooks, safe writing."""
