"""Who is for or against whom, and what was done: from words to relations and events."""
