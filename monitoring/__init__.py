"""Pages and numbers for admins over HTTP: health, metrics, the dashboards, and the gate in front of them."""
