"""Everything of an edition that becomes bytes: HTML, manifest, sitemap, JSON."""
