/* readme - README.txt of an archive: how to read it without us. */
#ifndef ARCHIVE_README_H
#define ARCHIVE_README_H

extern const char archive_readme[];

#endif
