/**
 * The weights with which each of the network's channels speaks for a cell being part of the subject: 88 of what it sees in cells of
 * 16 × 16 pixels, 120 of cells of 32 × 32, 128 of all scales put together, then four of the place (see `readAttention`)
 * and the constant; 341 numbers, 32-bit floats, little-endian, in base64.
 *
 * Found by logistic regression (L2 0.003) on 786 photographs with subjects that people marked: 300 of BSDS with the
 * masks of SOD, 31 of GrabCut, 177 of COCO, 94 of ImageNet's classes, one each and most of them nothing that COCO names,
 * 43 others, and 141 of these cut so that the subject lies off the middle. Fitted to one half and asked about the other,
 * the crops keep 0.96, 0.97 and 0.95 of what 9:16, 1:1 and 21:9 could. None of the pictures is here.
 */
export const ATTENTION_WEIGHTS = [
  'Ahp/O3l61jpZT0e80lSTvPHRA7wZXYG8fbIfPOQ3FjymBUk7el+dO1JKoDv8C8I5Lt5UvLn0k7vdP6u75QTMO0TgzLyh4om8iG8GvCBeGLxHp9u7',
  'H9MOumj6wzsi5vu7XXkCOzrwFrzJWlu7gsApun/sQTwPBA68UCAXvPLyQbyHyac6uXiEuyHl37oaL1y7McojOrrZqLuPj4Y8c+e1ucdICDtebkI6',
  'DYkWPDooHjz/PFi8m5M/vJh+FTymwoC6eSO3unBdnTsfeLQ7llcTvLq0ATvnzO87c5C+OqRIB7zheIM7SiQePJiQG7yjnYg7AQsqvC7b9jtph7G7',
  'wJwoPCBO2boKxbc7Gc0APDuWuLt2p508mdbOu2QECbzaPC08NaWePBhF0LyIX047Da/BPBdbizwrfqc7X4UOvDW+hbvvRjm817acu7lxi7r7VIy7',
  'z7wQOxIaqbsw3k47l8noOxkNOrzMSv67IQCAPIZmLzx/VLw83BzjvPXbgruEUAm9T8iQvBI2+jse1yY8Z3VRvB5KVzySLaS8jYCpu9EXMLy4Xh28',
  'SPqzvFJUa7xrmYy6EvGLO+BTE72mjoC6678svNQrNbwJ0R27+GK1vCxkCDsBGIE772v7vMiVprk5uxi8gBXZu4C+kzsO6x+8CpBNvJW6BbwX+r87',
  'ArY5PApS57z5Ulc8zvy2u6cPHTypHIC8lIKlOy8tSTyfr2e8OccwvJCxTTvY0y67dEtBO0JQtDvOh9e8oq88vO0HgDxOlZi7j1ukuhqPfjwD+yc7',
  'WfYmPCelEr3N+7k8LR+9PNVJKztgI2Q8SDffu8RGCLzwrpc7KKeNPLMMcjyb4Ra8knTzOwoKSzuT0Ue8HJ4LvC12m7nnI2M85D+4vKuXzjuu/UI8',
  'CDw0PDbKxzxl/7m7IBHtO3cOqzrlmpY8cE/DPJDbDLyU/nY87MRYO9N+E7qFpEo7dLoUuwYmXzxi7PI7/xsmu3xboTwP5rI6OzNhO552sLoZHyO9',
  'LLOGvLpNGTy5+5q7drFOPA80k7yShlg8vKpRPAn2ATwi4Pk6sd97vCsjs7wCPFA743zJO5fsgbxwbNc795KGvN/0AbuS2sC80Kyeurq6xr+p+h+/',
  'bZTOPm9Qvb4cqGm/SotbQFC/wz6A6zjAtwJhv8cILL9YbUHAPvNUQODZiL7c8eC/FX/dv4XQwj62VNe/l236v+Pbh78weBK/+Zi0vcMzSb+B8ss+',
  'BfF0wAHBUkBzniW/RhRdwA4mTz5clHdA5araP0Uevj/YoiTAsAaNvmJx5j8rwL89UUR2QEUpAj9XMpC8emLWvM2UYT/uBuK/YLc5vrSuYUDCGkNA',
  'xjZjPzS/jL9G7lg/27ZgPGJZyL9aroS+GH4TQNKEgsDUfS1AcaADwJoNI0CRALs/i6ktP2Hs8D+itpg/KkoivzJ7tD4HQsq/jltSwEQmNEApc5i8',
  'beFSvE19Mb5iLaI9M3v7PWLli7x4+B29IGX8PZeaij6pm1a+6H7MPpfySL+9PmW+CpPKvrKoCz4moWg93UwMPxX7A7/cg6q92YkWP7ufpz5Ew06/',
  'zECbPtQ7k729gAk9K0NavqiXo7y89fq+yt43P3L9gT356XM+Stn/uQqzHT/qkzU/tq7OPvwEdD+gFAi/udE0v8KjNT81nLG9K5MMvzB88bxHwe4+',
  'ejGhPdAf7b5niNg+XmwsPw8RD72tiCQ+ttUsP7Ay3r9o59w+F3uIvpAL5T5Nkpg9eZVrvm/7Cz93xmm+8xG/vu2jJL+3uW++uvwJPlySZj07ixc/',
  '4piov8X1pL/nILM+xeyjPoyNz74=',
].join('');
