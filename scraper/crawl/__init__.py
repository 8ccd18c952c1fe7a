"""The crawler: visits what is due, politely, and keeps what it finds. A driver above the stages."""
