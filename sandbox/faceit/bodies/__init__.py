"""Response bodies, key for key as the site sends them."""
