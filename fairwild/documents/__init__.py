"""Papers: plain facts go in, bytes of a PDF or a QR code come out. Pure, no row reaches it."""
