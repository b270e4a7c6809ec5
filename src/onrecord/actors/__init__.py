"""Who is who across documents: names compared, states and bodies known by their many names."""
