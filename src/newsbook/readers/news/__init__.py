"""From the formats of news agencies to Articles: NITF, NewsML-G2, NewsML 1.2, ninjs."""
