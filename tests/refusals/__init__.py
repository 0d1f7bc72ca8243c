"""Every refusal of certification, through the page and through the API."""
