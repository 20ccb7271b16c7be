"""Mail out and mail in: composing, the SMTP transport, the inboxes, understanding what came."""
