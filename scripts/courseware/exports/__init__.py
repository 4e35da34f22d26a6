"""What leaves the site as files: a facilitator's kit, packed from pages that are made already."""
