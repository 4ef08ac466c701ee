"""From the files of word processors and markup languages to Articles."""
