"""A language model as reader: asked over the network, believed only where its words stand in the text."""
