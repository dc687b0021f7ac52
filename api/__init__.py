"""The door for machines: a JSON API for job boards, kiosks and the company's other systems."""
