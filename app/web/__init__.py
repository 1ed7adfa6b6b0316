"""The people's side: web pages and the JSON API over one archive."""
