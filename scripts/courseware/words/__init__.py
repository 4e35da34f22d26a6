"""Words of nine languages: letters folded, inflected forms matched, alphabets in their order."""
