"""Asking for consent: links and posters, the form people sign, receipts, paper forms and their scans."""
