"""What the previous release left behind, and how it is put into a server as if that release had just gone."""
