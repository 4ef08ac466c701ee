"""From what publishing systems export to Articles: feeds, sites, newsletters."""
