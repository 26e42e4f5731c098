"""Modal views: pure builders that return view dicts; a field stands in the block `field:ID`."""
