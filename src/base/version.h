/* version - what the program calls itself, in --version and in documents. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define PMPPLAN_VERSION "0.9"
#define PMPPLAN_NAME "pmpplan " PMPPLAN_VERSION

#endif
