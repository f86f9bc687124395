/* main - picks the command and returns its exit status, nothing else. */
#include <stdio.h>

int
main(void)
{
	fputs("pmpplan: no command yet\n", stderr);
	return 2;
}
